//! Compressed files: unpacked as they are read, never further than the limits allow.

use crate::format::{Limits, Refusal, Stream};
use flate2::bufread::MultiGzDecoder;
use std::io::{self, BufReader, Read};

/// How much compressed content is held at a time.
const PIECE: usize = 128 << 10;

/// A gzip file of one or several members. Anything else after a member is an error.
pub(crate) fn gzip(stream: Stream, limits: &Limits) -> Box<dyn Read> {
    let read = stream.counter();
    let unpacked = MultiGzDecoder::new(BufReader::with_capacity(PIECE, stream));
    Box::new(Capped::new(unpacked, read, limits))
}

/// A zstd file of one or several frames. A frame that is cut off, and anything else after one, is
/// an error.
pub(crate) fn zstd(stream: Stream, limits: &Limits) -> Result<Box<dyn Read>, Refusal> {
    let read = stream.counter();
    let unpacked =
        zstd::stream::read::Decoder::with_buffer(BufReader::with_capacity(PIECE, stream));
    let mut unpacked = unpacked.map_err(Refusal::from)?;
    unpacked.window_log_max(limits.zstd_window_log)?;
    Ok(Box::new(Capped::new(unpacked, read, limits)))
}

/// Stops where the unpacked content outgrows the packed one.
struct Capped<R, C> {
    unpacked: R,
    /// How many compressed bytes were read.
    packed: C,
    so_far: u64,
    limits: Limits,
}

impl<R: Read, C: Fn() -> u64> Capped<R, C> {
    fn new(unpacked: R, packed: C, limits: &Limits) -> Self {
        Self {
            unpacked,
            packed,
            so_far: 0,
            limits: limits.clone(),
        }
    }
}

impl<R: Read, C: Fn() -> u64> Read for Capped<R, C> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let read = self.unpacked.read(buffer)?;
        self.so_far += crate::file::count(read);
        let most = self.limits.unpacked((self.packed)());
        if self.so_far > most {
            let what = "bytes for each compressed byte";
            return Err(Refusal::beyond(what, self.limits.ratio).into());
        }
        if self.so_far > self.limits.unpacked_bytes {
            let what = "bytes once it is unpacked";
            return Err(Refusal::beyond(what, self.limits.unpacked_bytes).into());
        }
        Ok(read)
    }
}
