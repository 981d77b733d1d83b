//! Rows that a thread of their own reads: for a library that can only be asked from one place.

use crate::{
    batch::Batch,
    format::{Refusal, Rows, guard::guarded, sheet::Sheet},
};
use std::{
    ops::ControlFlow,
    sync::mpsc::{Receiver, SyncSender, sync_channel},
    thread::{self, JoinHandle},
};

/// How many batches wait to be taken.
const WAITING: usize = 2;

enum Sent {
    Headings(Vec<String>),
    Rows(Batch),
}

/// The thread's end: where it puts what it reads.
pub(crate) struct Send {
    to: SyncSender<Sent>,
    headings: std::cell::Cell<bool>,
}

impl Send {
    /// Passes on what a sheet has gathered, once it is enough; breaks when nobody listens any more.
    pub(crate) fn rows(&self, sheet: &mut Sheet) -> ControlFlow<()> {
        self.pass_on(sheet, false)
    }

    /// Passes on what is left of a sheet that has come to its end.
    pub(crate) fn rest(&self, sheet: &mut Sheet) -> Result<(), Refusal> {
        if sheet.headings().is_none() {
            return Err(Refusal::Empty);
        }
        // Nobody listens any more: nothing is left to do either.
        self.pass_on(sheet, true)
            .continue_value()
            .unwrap_or_default();
        Ok(())
    }

    fn pass_on(&self, sheet: &mut Sheet, is_last: bool) -> ControlFlow<()> {
        let gone = |_unheard| ControlFlow::Break(());
        if let (false, Some(headings)) = (self.headings.get(), sheet.headings()) {
            self.headings.set(true);
            let headings = Sent::Headings(headings.to_vec());
            self.to
                .send(headings)
                .map_or_else(gone, ControlFlow::Continue)?;
        }
        match sheet.take(is_last) {
            Some(batch) => self
                .to
                .send(Sent::Rows(batch))
                .map_or_else(gone, ControlFlow::Continue),
            None => ControlFlow::Continue(()),
        }
    }
}

/// The rows that a thread reads.
pub(crate) struct Worker {
    from: Receiver<Sent>,
    thread: Option<JoinHandle<Result<(), Refusal>>>,
    headings: Vec<String>,
}

impl Worker {
    /// Starts a reading and waits for its headings.
    pub(crate) fn start(
        read: impl FnOnce(&Send) -> Result<(), Refusal> + std::marker::Send + 'static,
    ) -> Result<Self, Refusal> {
        let (to, from) = sync_channel(WAITING);
        let work = move || {
            let headings = std::cell::Cell::new(false);
            guarded(|| read(&Send { to, headings }))
        };
        let thread = thread::Builder::new()
            .name("sheet".to_owned())
            .spawn(work)?;
        let mut worker = Self {
            from,
            thread: Some(thread),
            headings: Vec::new(),
        };
        match worker.next()? {
            Some(Sent::Headings(headings)) => worker.headings = headings,
            Some(Sent::Rows(_)) | None => return Err(Refusal::Empty),
        }
        Ok(worker)
    }

    /// What comes next; when nothing does, how the thread ended.
    fn next(&mut self) -> Result<Option<Sent>, Refusal> {
        if let Ok(sent) = self.from.recv() {
            return Ok(Some(sent));
        }
        match self.thread.take().map(JoinHandle::join) {
            None => Ok(None),
            Some(Ok(ended)) => ended.map(|()| None),
            Some(Err(_panic)) => Err(Refusal::Damaged("its content contradicts itself")),
        }
    }
}

impl Rows for Worker {
    fn headings(&self) -> &[String] {
        &self.headings
    }

    fn next_batch(&mut self) -> Result<Option<Batch>, Refusal> {
        loop {
            match self.next()? {
                Some(Sent::Rows(batch)) => return Ok(Some(batch)),
                Some(Sent::Headings(_)) => {}
                None => return Ok(None),
            }
        }
    }
}
