//! Tokens: where a page ended, and of which query.
//!
//! A version, a checksum over all that follows, the fingerprint of the query, how many records
//! with the last key were given, and the key, in base64url.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::bytes::{Reader, write_count, write_value};
use crate::ast::{Alias, Query, SkipToken};
use crate::eval::order::SortKey;

/// Why a token cannot be gone on from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum TokenError {
    /// Cut off, changed, or made by something else, such as a service.
    #[error("this is no token of a page that was made here; start again without it")]
    Malformed,
    /// Made for another filter, order or alias.
    #[error(
        "the token belongs to another query; ask with its `$filter` and `$orderby`, or start again without it"
    )]
    OtherQuery,
}

/// Where a page ended.
#[derive(Clone, Debug)]
pub(super) struct Position {
    /// What the last record was ordered by.
    pub(super) key: SortKey,
    /// How many records with an equal key were given, on this page and before.
    pub(super) given: u64,
}

const VERSION: u8 = 1;
const CHECKSUM: usize = 4;

pub(super) fn write(position: &Position, fingerprint: u64) -> Option<SkipToken> {
    let mut payload = fingerprint.to_le_bytes().to_vec();
    write_count(position.given, &mut payload);
    position.key.values().iter().for_each(|value| write_value(value, &mut payload));
    let mut bytes = vec![VERSION];
    bytes.extend(checksum(&payload));
    bytes.extend(payload);
    SkipToken::new(URL_SAFE_NO_PAD.encode(bytes)).ok()
}

/// The position in a token of this query, whose order has so many keys.
pub(super) fn read(
    token: &SkipToken,
    fingerprint: u64,
    keys: usize,
) -> Result<Position, TokenError> {
    let bytes =
        URL_SAFE_NO_PAD.decode(token.decoded().as_bytes()).map_err(|_| TokenError::Malformed)?;
    let payload = payload(&bytes).ok_or(TokenError::Malformed)?;
    let mut reader = Reader::new(payload);
    if reader.array().map(u64::from_le_bytes) != Some(fingerprint) {
        return Err(TokenError::OtherQuery);
    }
    let given = reader.count().ok_or(TokenError::Malformed)?;
    let values: Option<Vec<_>> = (0..keys).map(|_| reader.value()).collect();
    let values = values.filter(|_| reader.is_at_end()).ok_or(TokenError::Malformed)?;
    Ok(Position { key: SortKey::new(values), given })
}

fn payload(bytes: &[u8]) -> Option<&[u8]> {
    let (version, rest) = bytes.split_first()?;
    let (sum, payload) = rest.split_at_checked(CHECKSUM)?;
    (*version == VERSION && sum == checksum(payload)).then_some(payload)
}

fn checksum(payload: &[u8]) -> [u8; CHECKSUM] {
    let hash = hash(payload);
    ((hash >> 32) as u32 ^ hash as u32).to_le_bytes()
}

/// Of the canonical text, so that the same query in another spelling has the same one.
pub(super) fn fingerprint(query: &Query, aliases: &[Alias]) -> u64 {
    let mut text = String::new();
    if let Some(filter) = query.filter() {
        text.push_str(&filter.to_string());
    }
    // No text of a query holds a line feed outside of a string, and none this one.
    text.push_str("\n$orderby\n");
    if let Some(order) = query.order_by() {
        text.push_str(&order.to_string());
    }
    for alias in aliases {
        text.push_str(&format!("\n@{}\n{}", alias.name, alias.value));
    }
    hash(text.as_bytes())
}

/// FNV-1a: the same on every machine and in every version, as std's hashes need not be.
fn hash(bytes: &[u8]) -> u64 {
    bytes.iter().fold(0xcbf2_9ce4_8422_2325, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    })
}
