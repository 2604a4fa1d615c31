//! The properties meant by unknown names, looked up once for each name.

use std::cell::RefCell;

use crate::ast::Text;
use crate::schema::{Schema, StructType};

/// The names looked up in one pass and its probes, which contain the same names again and again.
#[derive(Default)]
pub(super) struct SpellingCache(RefCell<Vec<Meaning>>);

struct Meaning {
    owner: Text,
    name: Text,
    /// The path that was meant, and whether that is certain.
    path: Option<(String, bool)>,
}

/// More names are not kept: looking through them must not cost more than it saves.
const MOST: usize = 32;

impl SpellingCache {
    /// As [`Schema::meant`].
    pub(super) fn of(
        &self,
        schema: &Schema,
        ty: &StructType,
        name: &str,
    ) -> Option<(String, bool)> {
        // No one else holds the list: it is let go before each return.
        let Ok(mut known) = self.0.try_borrow_mut() else { return schema.meant(ty, name) };
        let found = known.iter().find(|known| *known.name == *name && known.owner == ty.name);
        if let Some(found) = found {
            return found.path.clone();
        }
        let path = schema.meant(ty, name);
        if known.len() < MOST {
            let (owner, name) = (ty.name.clone(), name.into());
            known.push(Meaning { owner, name, path: path.clone() });
        }
        path
    }
}
