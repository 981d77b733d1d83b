//! Runs statements over Parquet files.

use crate::{EngineError, Rows, Statement};
use polars::{
    prelude::{
        DataFrame, DataType, Engine, IntoLazy, LazyFrame, ParquetCompression, ParquetWriter,
        PlRefPath, ScanArgsParquet, col,
    },
    sql::SQLContext,
};
use std::{fs::File, path::Path};

/// The relational core: named tables, and statements over them.
pub struct Core {
    context: SQLContext,
}

impl std::fmt::Debug for Core {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Core")
    }
}

impl Default for Core {
    fn default() -> Self {
        Self::new()
    }
}

impl Core {
    /// A core that knows no table yet.
    pub fn new() -> Self {
        Self {
            context: SQLContext::new(),
        }
    }

    /// Makes a Parquet file known under a name. Day columns stay day numbers: write them as such.
    pub fn attach(&mut self, name: &str, path: &Path) -> Result<(), EngineError> {
        let failed = |error| EngineError::statement(name, &error);
        let path = PlRefPath::try_from_path(path).map_err(failed)?;
        let frame = LazyFrame::scan_parquet(path, ScanArgsParquet::default()).map_err(failed)?;
        self.context.register(name, frame);
        Ok(())
    }

    /// Runs a statement, keeps its result under its name for the later ones, and writes it when the
    /// statement has a file. Returns the number of rows.
    pub fn run(&mut self, statement: &Statement, folder: &Path) -> Result<usize, EngineError> {
        let mut frame = self.collect(statement.makes, statement.sql)?;
        if let Some(number) = statement.numbered {
            frame = numbered(statement.makes, &frame, number)?;
        }
        let rows = frame.height();
        if let Some(file) = statement.file {
            write(statement.makes, dated(&frame)?, &folder.join(file))?;
        }
        self.context.register(statement.makes, frame.lazy());
        Ok(rows)
    }

    /// The result of a query that is small: counts, not records.
    pub fn rows(&mut self, name: &str, sql: &str) -> Result<Rows, EngineError> {
        Rows::from_frame(name, &self.collect(name, sql)?)
    }

    #[expect(
        clippy::redundant_closure_for_method_calls,
        reason = "the engine does not export the type that the method belongs to"
    )]
    fn collect(&mut self, name: &str, sql: &str) -> Result<DataFrame, EngineError> {
        let failed = |error| EngineError::statement(name, &error);
        let plan = self.context.execute(sql).map_err(failed)?;
        plan.collect_with_engine(Engine::Streaming)
            .map(|it| it.unwrap_single())
            .map_err(failed)
    }
}

/// The frame with the place of each row in front.
fn numbered(name: &str, frame: &DataFrame, column: &str) -> Result<DataFrame, EngineError> {
    let failed = |it| EngineError::statement(name, &it);
    let mut frame = frame.with_row_index(column.into(), None).map_err(failed)?;
    let number = frame
        .column(column)
        .and_then(|it| it.cast(&DataType::Int64))
        .map_err(failed)?;
    frame.replace_column(0, number).map_err(failed)?;
    Ok(frame)
}

/// The frame with its day numbers as dates: every column named `*_date`.
fn dated(frame: &DataFrame) -> Result<DataFrame, EngineError> {
    let dates: Vec<_> = frame
        .columns()
        .iter()
        .filter(|it| it.name().ends_with("_date"))
        .map(|it| {
            col(it.name().clone())
                .cast(DataType::Int32)
                .cast(DataType::Date)
        })
        .collect();
    frame
        .clone()
        .lazy()
        .with_columns(dates)
        .collect()
        .map_err(|it| EngineError::statement("dates", &it))
}

fn write(name: &str, mut frame: DataFrame, path: &Path) -> Result<(), EngineError> {
    let file_name = path
        .file_name()
        .unwrap_or_default()
        .to_string_lossy()
        .into_owned();
    let file = File::create(path).map_err(|source| EngineError::File {
        what: "cannot write",
        file: file_name,
        source,
    })?;
    // One row group size and codec, so that the bytes are the same whatever the thread count.
    ParquetWriter::new(file)
        .with_compression(ParquetCompression::Zstd(None))
        .with_row_group_size(Some(1 << 20))
        .finish(&mut frame)
        .map_err(|it| EngineError::statement(name, &it))?;
    Ok(())
}
