//! The indexes of names.

use rusqlite::{Connection, params};

use super::records::words;
use crate::store::Result;

/// Changes of an index of names, kept to be written together before a commit.
///
/// The index gathers names in memory, but must put them away whenever another statement begins that could fail
/// half-way. Between the rows of a batch that is often, and every time makes a small piece that is merged later.
#[derive(Debug)]
pub(super) struct Names {
    table: &'static str,
    changes: Vec<Change>,
}

#[derive(Debug)]
struct Change {
    number: i64,
    is_removed: bool,
    added: Option<String>,
}

impl Names {
    /// No changes of the names of contacts.
    pub(super) const fn of_contacts() -> Self {
        Self::of("contact_name")
    }

    /// No changes of the names of organizations.
    pub(super) const fn of_organizations() -> Self {
        Self::of("organization_name")
    }

    const fn of(table: &'static str) -> Self {
        Self {
            table,
            changes: Vec::new(),
        }
    }

    /// Notes what becomes of a name. `None` and the empty name are not in the index.
    pub(super) fn change(&mut self, number: i64, former: Option<&str>, latter: Option<&str>) {
        let former = former.filter(|name| !name.is_empty());
        let latter = latter.filter(|name| !name.is_empty());
        if former != latter {
            self.changes.push(Change {
                number,
                is_removed: former.is_some(),
                added: latter.map(words),
            });
        }
    }

    /// Brings the index up to date.
    pub(super) fn write(&mut self, connection: &Connection) -> Result<()> {
        let table = self.table;
        let delete = format!("DELETE FROM {table} WHERE rowid = ?1");
        let insert = format!("INSERT INTO {table} (rowid, name) VALUES (?1, ?2)");
        let mut delete = connection.prepare_cached(&delete)?;
        let mut insert = connection.prepare_cached(&insert)?;
        for change in self.changes.drain(..) {
            if change.is_removed {
                delete.execute([change.number])?;
            }
            if let Some(name) = change.added {
                insert.execute(params![change.number, name])?;
            }
        }
        Ok(())
    }
}
