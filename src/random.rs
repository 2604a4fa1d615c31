//! Pseudo-random numbers for tests, the same in every run.

/// A generator: gives a number below its argument.
pub(crate) fn random() -> impl FnMut(usize) -> usize {
    let mut seed = 1_u64;
    move |below| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % below
    }
}
