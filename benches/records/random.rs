//! Numbers that look random and are the same for the same seed, whatever the machine.

/// A source of such numbers: SplitMix64 (Steele, Lea, Flood 2014).
#[derive(Clone, Debug)]
pub(super) struct Random(u64);

impl Random {
    pub(super) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(super) const fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number from 0 to below `end`.
    pub(super) const fn below(&mut self, end: u64) -> u64 {
        (((self.next() as u128) * (end as u128)) >> 64) as u64
    }

    /// True once in so many times.
    pub(super) const fn one_in(&mut self, times: u64) -> bool {
        self.below(times) == 0
    }

    /// One of these.
    pub(super) fn pick<T: Copy + Default>(&mut self, items: &[T]) -> T {
        let at = self.below(items.len() as u64);
        usize::try_from(at).ok().and_then(|at| items.get(at)).copied().unwrap_or_default()
    }

    /// One of these by the share that stands with it.
    pub(super) fn weighted<T: Copy + Default>(&mut self, items: &[(u64, T)]) -> T {
        let mut left = self.below(items.iter().map(|(share, _)| share).sum());
        for (share, item) in items {
            match left.checked_sub(*share) {
                None => return *item,
                Some(less) => left = less,
            }
        }
        T::default()
    }

    /// A GUID.
    pub(super) const fn guid(&mut self) -> [u8; 36] {
        let (high, low) = (self.next(), self.next());
        let [a, b, c, d, e, f, g, h] = hex((high >> 32) as u32);
        let [i, j, k, l, m, n, o, p] = hex(high as u32);
        let [q, r, s, t, u, v, w, x] = hex((low >> 32) as u32);
        let [y, z, aa, bb, cc, dd, ee, ff] = hex(low as u32);
        [
            a, b, c, d, e, f, g, h, b'-', i, j, k, l, b'-', m, n, o, p, b'-', q, r, s, t, b'-', u,
            v, w, x, y, z, aa, bb, cc, dd, ee, ff,
        ]
    }
}

/// Eight hexadecimal digits, all at once: a nibble in each byte of a word, then ASCII.
const fn hex(number: u32) -> [u8; 8] {
    let mut word = number as u64;
    word = ((word << 16) | word) & 0x0000_ffff_0000_ffff;
    word = ((word << 8) | word) & 0x00ff_00ff_00ff_00ff;
    word = ((word << 4) | word) & 0x0f0f_0f0f_0f0f_0f0f;
    let letters = ((word + 0x0606_0606_0606_0606) >> 4) & 0x0101_0101_0101_0101;
    (word + 0x3030_3030_3030_3030 + letters * 0x27).to_be_bytes()
}
