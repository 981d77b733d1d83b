//! How much of anything a file may hold: what keeps a small file from taking the whole machine.

/// The most that is read of one file. Each limit is far beyond the files that agencies send: a
/// million rows of a hundred columns pass them all.
#[derive(Debug, Clone)]
pub(crate) struct Limits {
    /// Bytes of a cell, as text.
    pub(crate) cell_bytes: usize,
    /// Bytes of a row, as text.
    pub(crate) row_bytes: usize,
    /// Cells of a row.
    pub(crate) columns: usize,
    /// Rows of a file.
    pub(crate) rows: u64,
    /// Cells for each byte of a file that is not plain text, past `cells_free`.
    pub(crate) cells_per_byte: u64,
    /// Cells that any file may have.
    pub(crate) cells_free: u64,
    /// Bytes of text for each byte of a file that is not plain text, past `text_free`.
    pub(crate) text_per_byte: u64,
    /// Bytes of text that any file may have.
    pub(crate) text_free: u64,
    /// Bytes for each compressed byte of CSV or of a part of a workbook, past `ratio_free`, and of a
    /// Parquet page past `page_free`.
    pub(crate) ratio: u64,
    /// Bytes that anything compressed may become.
    pub(crate) ratio_free: u64,
    /// Bytes that a compressed CSV file, or all parts of a workbook, may become.
    pub(crate) unpacked_bytes: u64,
    /// The window of zstd, as a power of two: the memory that reading takes.
    pub(crate) zstd_window_log: u32,
    /// Bytes of a Parquet footer.
    pub(crate) footer_bytes: u64,
    /// Row groups of a Parquet file.
    pub(crate) row_groups: usize,
    /// Bytes that any Parquet page may have once it is unpacked.
    pub(crate) page_free: u64,
    /// Bytes of an unpacked Parquet page.
    pub(crate) page_bytes: u64,
    /// How deep structures may stand in each other: Parquet columns, elements of XML.
    pub(crate) nesting: usize,
    /// Parts of a workbook.
    pub(crate) parts: usize,
    /// Bytes of a part of a workbook that is neither a sheet nor the shared strings.
    pub(crate) part_bytes: u64,
    /// Bytes of a text, a tag or a comment of XML, which is held in memory.
    pub(crate) markup_bytes: u64,
    /// Bytes of a sheet.
    pub(crate) sheet_bytes: u64,
    /// Bytes of the shared strings of a workbook, which are held in memory.
    pub(crate) shared_bytes: u64,
    /// How many strings are shared.
    pub(crate) shared_strings: u64,
    /// Empty rows between two rows of a sheet.
    pub(crate) empty_rows: u64,
}

impl Limits {
    /// The limits of every run.
    pub(crate) const DEFAULT: Self = Self {
        cell_bytes: 1 << 20,
        row_bytes: 16 << 20,
        columns: 4_096,
        rows: 1_000_000_000,
        cells_per_byte: 1_000,
        cells_free: 4_000_000,
        text_per_byte: 300,
        text_free: 64 << 20,
        ratio: 250,
        ratio_free: 4 << 20,
        unpacked_bytes: 64 << 30,
        zstd_window_log: 27,
        footer_bytes: 64 << 20,
        row_groups: 100_000,
        page_free: 32 << 20,
        page_bytes: 256 << 20,
        nesting: 64,
        parts: 10_000,
        part_bytes: 16 << 20,
        markup_bytes: 8 << 20,
        sheet_bytes: 16 << 30,
        shared_bytes: 640 << 20,
        shared_strings: 12_000_000,
        empty_rows: 10_000,
    };

    /// The most cells that a file of so many bytes may have.
    pub(crate) const fn cells(&self, bytes: u64) -> u64 {
        self.cells_free
            .saturating_add(bytes.saturating_mul(self.cells_per_byte))
    }

    /// The most text that a file of so many bytes may have.
    pub(crate) const fn text(&self, bytes: u64) -> u64 {
        self.text_free
            .saturating_add(bytes.saturating_mul(self.text_per_byte))
    }

    /// The most that a Parquet page of so many compressed bytes may become.
    pub(crate) fn page(&self, bytes: u64) -> u64 {
        let most = self
            .page_free
            .saturating_add(bytes.saturating_mul(self.ratio));
        most.min(self.page_bytes)
    }

    /// The most that so many compressed bytes may become.
    pub(crate) const fn unpacked(&self, bytes: u64) -> u64 {
        self.ratio_free
            .saturating_add(bytes.saturating_mul(self.ratio))
    }
}
