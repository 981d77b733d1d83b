//! Bombs of Parquet.

use super::{Bomb, MIB};
use crate::tests_of_formats::making::{gzip, metadata_of, page_header_of, parquet, with_groups};
use parquet::{basic::Compression, file::metadata::ParquetMetaData};

pub(super) fn bombs() -> Vec<Bomb> {
    let claim = page(i32::MAX, &[0; 100], Compression::UNCOMPRESSED);
    let zeros = gzip(&vec![0; 16 * MIB]).repeat(128);
    let inflates = page(1_000, &zeros, gzip_codec());
    vec![
        ("parquet_rows", many_rows(), "cells for each byte"),
        ("parquet_page_claim", claim, "bytes in a page"),
        ("parquet_page_gzip", inflates, "larger than it says"),
        ("parquet_footer", footer_of(u32::MAX), "footer is longer"),
        (
            "parquet_nesting",
            deep_schema(200_000),
            "columns in each other",
        ),
    ]
}

fn gzip_codec() -> Compression {
    Compression::GZIP(parquet::basic::GzipLevel::default())
}

/// A Parquet file and its parts: what comes before the footer, and what the footer says.
fn sound() -> (Vec<u8>, ParquetMetaData) {
    let file = parquet(Compression::UNCOMPRESSED);
    let metadata = metadata_of(&file);
    let length: [u8; 4] = file[file.len() - 8..file.len() - 4].try_into().unwrap();
    let footer = usize::try_from(u32::from_le_bytes(length)).unwrap();
    (file[..file.len() - 8 - footer].to_vec(), metadata)
}

/// Six hundred million rows in a few kilobytes.
fn many_rows() -> Vec<u8> {
    let (body, metadata) = sound();
    let rows = 600_000_000;
    let group = metadata.row_group(0);
    let columns = group.columns().iter().cloned();
    let columns = columns.map(|it| it.into_builder().set_num_values(rows).build().unwrap());
    let builder = group.clone().into_builder().set_num_rows(rows);
    let group = builder
        .set_column_metadata(columns.collect())
        .build()
        .unwrap();
    with_groups(body, metadata.file_metadata(), vec![group])
}

/// A file whose first column has one page of this content, with a header that claims its size.
fn page(claims: i32, content: &[u8], compression: Compression) -> Vec<u8> {
    let (_, metadata) = sound();
    let mut body = b"PAR1".to_vec();
    let claims = usize::try_from(claims).unwrap();
    page_header_of(&mut body, claims, content.len(), None, 2);
    body.extend_from_slice(content);
    let length = i64::try_from(body.len() - 4).unwrap();
    let group = metadata.row_group(0);
    let columns = group.columns().iter().cloned().map(|it| {
        let column = it
            .into_builder()
            .set_dictionary_page_offset(None)
            .set_data_page_offset(4);
        let column = column
            .set_total_compressed_size(length)
            .set_compression(compression);
        column.set_num_values(2).build().unwrap()
    });
    let builder = group
        .clone()
        .into_builder()
        .set_column_metadata(columns.collect());
    with_groups(
        body,
        metadata.file_metadata(),
        vec![builder.build().unwrap()],
    )
}

fn footer_of(length: u32) -> Vec<u8> {
    let mut file = parquet(Compression::UNCOMPRESSED);
    let at = file.len() - 8;
    file[at..at + 4].copy_from_slice(&length.to_le_bytes());
    file
}

/// A footer whose columns stand in each other.
fn deep_schema(depth: usize) -> Vec<u8> {
    // Version 1, then a list of that many structures.
    let mut footer = vec![0x15, 2, 0x19, 0xfc];
    let mut rest = depth;
    while rest > 127 {
        footer.push(u8::try_from(rest & 127).unwrap() | 128);
        rest >>= 7;
    }
    footer.push(u8::try_from(rest).unwrap());
    for _ in 0..depth {
        // Repetition, name and one child.
        footer.extend([0x35, 0, 0x18, 1, b'a', 0x15, 2, 0]);
    }
    footer.extend([0x16, 0, 0x19, 0x0c, 0]);
    let length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [b"PAR1", &footer[..], &length, b"PAR1"].concat()
}
