//! Random numbers that are the same everywhere.

/// `SplitMix64` (Steele, Lea & Flood 2014): one add and three mixes a number, good enough to draw a world from.
pub(crate) struct Rng(u64);

impl Rng {
    /// The numbers of one thing: its kind and its index, so that a thing is the same whatever is drawn before it.
    pub(crate) fn of(seed: u64, kind: u64, index: u64) -> Self {
        let mut rng = Self(seed ^ kind.wrapping_mul(0xd134_2543_de82_ef95) ^ index.wrapping_mul(0xaf25_1af3_b0f0_25b5));
        rng.next();
        rng
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// Below `bound`, evenly (the high half of a product; no bound here is large enough for its bias to show).
    pub(crate) fn below(&mut self, bound: u64) -> u64 {
        u64::try_from((u128::from(self.next()) * u128::from(bound)) >> 64).expect("less than the bound")
    }

    /// Below `bound`, the small ones far more often: the lesser of three draws.
    pub(crate) fn skewed(&mut self, bound: u64) -> u64 {
        self.below(bound).min(self.below(bound)).min(self.below(bound))
    }

    /// True so many times in a hundred.
    pub(crate) fn percent(&mut self, chance: u64) -> bool {
        self.below(100) < chance
    }

    pub(crate) fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[usize::try_from(self.below(of.len() as u64)).expect("an index")]
    }
}
