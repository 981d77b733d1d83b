//! The keys of a policy file, each asked for once; what is left over is an error.

use crate::DisclosureError;
use std::{ops::RangeBounds, path::Path};
use toml::{Table, Value};

/// The keys of a file, or of a table in it.
pub(super) struct Keys<'f> {
    file: &'f Path,
    /// What stands before a key's name: `signed.`, or nothing.
    within: String,
    table: Table,
}

impl<'f> Keys<'f> {
    pub(super) fn parse(file: &'f Path, text: &str) -> Result<Self, DisclosureError> {
        let table = text.parse().map_err(|it: toml::de::Error| {
            let line = it
                .span()
                .map_or(0, |at| text[..at.start].matches('\n').count() + 1);
            DisclosureError::Toml {
                file: file.to_path_buf(),
                reason: format!("line {line}: {}", it.message()),
            }
        })?;
        Ok(Self {
            file,
            within: String::new(),
            table,
        })
    }

    pub(super) fn fault(&self, key: &str, fault: &str) -> DisclosureError {
        DisclosureError::Policy {
            file: self.file.to_path_buf(),
            key: format!("{}{key}", self.within),
            fault: fault.to_owned(),
        }
    }

    fn take(&mut self, key: &str) -> Result<Value, DisclosureError> {
        let value = self.table.remove(key);
        value.ok_or_else(|| self.fault(key, "must be there: a policy has no defaults"))
    }

    pub(super) fn whole(
        &mut self,
        key: &str,
        allowed: impl RangeBounds<i64> + std::fmt::Debug,
    ) -> Result<i64, DisclosureError> {
        let value = self.take(key)?;
        let whole = value.as_integer().filter(|it| allowed.contains(it));
        whole.ok_or_else(|| self.fault(key, &format!("must be a whole number in {allowed:?}")))
    }

    pub(super) fn whole_or_none(
        &mut self,
        key: &str,
        allowed: impl RangeBounds<i64> + std::fmt::Debug,
    ) -> Result<Option<i64>, DisclosureError> {
        let value = self.take(key)?;
        if value.as_str() == Some("none") {
            return Ok(None);
        }
        let whole = value.as_integer().filter(|it| allowed.contains(it));
        let fault = || {
            self.fault(
                key,
                &format!("must be \"none\" or a whole number in {allowed:?}"),
            )
        };
        whole.ok_or_else(fault).map(Some)
    }

    pub(super) fn word(&mut self, key: &str) -> Result<String, DisclosureError> {
        let value = self.take(key)?;
        let word = value.as_str().map(str::trim).filter(|it| !it.is_empty());
        let word = word.map(str::to_owned);
        word.ok_or_else(|| self.fault(key, "must be a text that is not empty"))
    }

    pub(super) fn day(&mut self, key: &str) -> Result<String, DisclosureError> {
        let value = self.take(key)?;
        let day = value
            .as_datetime()
            .filter(|it| it.date.is_some() && it.time.is_none() && it.offset.is_none());
        let day = day.map(ToString::to_string);
        day.ok_or_else(|| self.fault(key, "must be a date without quotes, as 2026-03-31"))
    }

    /// 64 hexadecimal digits, or nothing: a policy that is not signed yet has none.
    pub(super) fn digest(&mut self, key: &str) -> Result<Option<String>, DisclosureError> {
        let Some(value) = self.table.remove(key) else {
            return Ok(None);
        };
        let word = value.as_str().map(str::to_owned);
        word.map(Some)
            .ok_or_else(|| self.fault(key, "must be a text of 64 hexadecimal digits"))
    }

    pub(super) fn table(&mut self, key: &str) -> Result<Self, DisclosureError> {
        let table = self.take(key)?.as_table().cloned();
        let table = table.ok_or_else(|| self.fault(key, "must be a table"))?;
        Ok(self.inner(key, table))
    }

    pub(super) fn table_or_none(&mut self, key: &str) -> Result<Option<Self>, DisclosureError> {
        let value = self.take(key)?;
        if value.as_str() == Some("none") {
            return Ok(None);
        }
        let table = value.as_table().cloned();
        let table = table.ok_or_else(|| self.fault(key, "must be \"none\" or a table"))?;
        Ok(Some(self.inner(key, table)))
    }

    fn inner(&self, key: &str, table: Table) -> Self {
        Self {
            file: self.file,
            within: format!("{}{key}.", self.within),
            table,
        }
    }

    /// No other key is there.
    pub(super) fn end(&self) -> Result<(), DisclosureError> {
        match self.table.keys().next() {
            None => Ok(()),
            Some(key) => Err(self.fault(key, "is no key of a policy")),
        }
    }
}
