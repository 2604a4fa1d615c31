//! How large a query may be.

/// The largest query that a parser or builder will make.
///
/// The defaults suit queries that people and programs write for a service; raise them for
/// generated filters. Each limit is inclusive: a text of exactly `max_bytes` is taken.
///
/// ```
/// use odata_query::Limits;
///
/// let limits = Limits { max_list_items: 100_000, ..Limits::default() };
/// assert_eq!(limits.max_depth, 64);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of source text.
    pub max_bytes: usize,
    /// Levels of nesting, in the text and in the tree; values above [`Limits::DEPTH_CEILING`]
    /// count as the ceiling.
    pub max_depth: usize,
    /// Nodes of the tree: expressions and path segments.
    pub max_nodes: usize,
    /// Items of one list, array, object or argument list.
    pub max_list_items: usize,
    /// Characters of one identifier.
    pub max_identifier: usize,
}

impl Limits {
    /// The height that no tree exceeds, whatever the limits: recursion over a tree of this
    /// height fits a stack of 512 KiB, also in a debug build without any optimisation. The
    /// validator takes up to 1 MiB there.
    pub const DEPTH_CEILING: usize = 64;

    /// The depth in force: `max_depth`, at most the ceiling.
    #[must_use]
    pub fn depth(&self) -> usize {
        self.max_depth.min(Self::DEPTH_CEILING)
    }
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_bytes: 64 * 1024,
            max_depth: 64,
            max_nodes: 4096,
            max_list_items: 4096,
            max_identifier: 128,
        }
    }
}
