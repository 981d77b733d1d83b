//! The SQL of the relational core, and the one place that calls Polars.
