//! Nine ways in which a file is damaged on its way, each from a seed.

/// A generator of numbers that is the same everywhere (splitmix64).
pub(super) struct Seed(pub(super) u64);

impl Seed {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end.max(1)).unwrap();
        usize::try_from(self.next() % end).unwrap()
    }
}

/// A way in which a file is damaged.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Mutation {
    Truncate,
    BitFlip,
    ZeroRun,
    DroppedDelimiter,
    UnbalancedQuote,
    FooterDamage,
    MixedNewline,
    Nul,
    WrongEncoding,
}

pub(super) const MUTATIONS: [Mutation; 9] = [
    Mutation::Truncate,
    Mutation::BitFlip,
    Mutation::ZeroRun,
    Mutation::DroppedDelimiter,
    Mutation::UnbalancedQuote,
    Mutation::FooterDamage,
    Mutation::MixedNewline,
    Mutation::Nul,
    Mutation::WrongEncoding,
];

/// The file, damaged.
pub(super) fn mutate(file: &[u8], mutation: Mutation, seed: &mut Seed) -> Vec<u8> {
    let mut file = file.to_vec();
    let at = seed.below(file.len());
    match mutation {
        Mutation::Truncate => file.truncate(at),
        Mutation::BitFlip => file[at] ^= 1 << seed.below(8),
        Mutation::ZeroRun => {
            let end = (at + 1 + seed.below(64)).min(file.len());
            file[at..end].fill(0);
        }
        Mutation::DroppedDelimiter => {
            if let Some(at) = one_of(&file, b",;\t", seed) {
                file.remove(at);
            }
        }
        Mutation::UnbalancedQuote => {
            let is_quoted = file.contains(&b'"');
            match (is_quoted && seed.below(2) == 0, one_of(&file, b"\"", seed)) {
                (true, Some(at)) => {
                    file.remove(at);
                }
                // Mostly where a cell starts: elsewhere a quote is a letter.
                (_, _) => match one_of(&file, b",;\n", seed) {
                    Some(at) if seed.below(4) > 0 => file.insert(at + 1, b'"'),
                    Some(_) | None => file.insert(at, b'"'),
                },
            }
        }
        Mutation::FooterDamage => {
            let from = file.len().saturating_sub(1 + seed.below(48));
            for byte in &mut file[from..] {
                *byte = u8::try_from(seed.below(256)).unwrap();
            }
        }
        Mutation::MixedNewline => {
            for _ in 0..=seed.below(4) {
                if let Some(at) = one_of(&file, b"\n", seed) {
                    let ends: [&[u8]; 4] = [b"\r\n", b"\r", b"\n\r", b"\n\n"];
                    file.splice(at..=at, ends[seed.below(4)].iter().copied());
                }
            }
        }
        Mutation::Nul => file.insert(at, 0),
        Mutation::WrongEncoding => {
            let text: String = file.iter().map(|it| char::from(*it)).collect();
            file = match seed.below(3) {
                0 => text.into_bytes(),
                1 => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
                _ => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
            };
        }
    }
    file
}

/// The place of one of these bytes, if there is any.
fn one_of(file: &[u8], bytes: &[u8], seed: &mut Seed) -> Option<usize> {
    let places: Vec<usize> = (0..file.len())
        .filter(|it| bytes.contains(&file[*it]))
        .collect();
    places.get(seed.below(places.len())).copied()
}
