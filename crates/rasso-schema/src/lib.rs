//! Reads data-schemas: tables, code lists, geography, mappings, metrics; says what a cell must be.
