//! Writes the identifiers of records.

use import_core::record::Identifier;
use tokio_postgres::types::Type;
use uuid::Uuid;

use super::copy::Copy;
use super::lookup::place;
use super::pipe::{Owned, Pipe};
use crate::store::Result;

/// What a batch changes of the identifiers of one kind of record.
#[derive(Default)]
pub(super) struct KeyChanges<'k> {
    removed: Columns,
    added: Columns,
    /// Those of new records: nobody else has written them.
    new: Vec<(i16, &'k str, Uuid)>,
}

/// Column by column, as statements take them.
#[derive(Default)]
struct Columns {
    kinds: Vec<i16>,
    keys: Vec<String>,
    owners: Vec<Uuid>,
}

impl Columns {
    fn extend<'k>(&mut self, identifiers: impl IntoIterator<Item = &'k Identifier>, owner: Uuid) {
        for identifier in identifiers {
            self.kinds.push(i16::from(identifier.kind.number()));
            self.keys.push(identifier.key.clone());
            self.owners.push(owner);
        }
    }

    fn values(self, division: i64) -> Owned {
        vec![
            Box::new(division),
            Box::new(self.kinds),
            Box::new(self.keys),
            Box::new(self.owners),
        ]
    }
}

impl<'k> KeyChanges<'k> {
    /// A new record takes up these.
    pub(super) fn of_new(&mut self, held: &'k [Identifier], owner: Uuid) {
        let held = held.iter();
        self.new
            .extend(held.map(|key| (i16::from(key.kind.number()), key.key.as_str(), owner)));
    }

    /// A record that was there lets go of some and takes up others.
    pub(super) fn of_changed(
        &mut self,
        removed: &[Identifier],
        added: &[&Identifier],
        owner: Uuid,
    ) {
        self.removed.extend(removed, owner);
        self.added.extend(added.iter().copied(), owner);
    }

    /// Writes them to `{table}_identifier`.
    pub(super) fn write(
        mut self,
        pipe: &mut Pipe<'_>,
        table: &str,
        owner: &str,
        division: i64,
    ) -> Result<()> {
        if !self.removed.keys.is_empty() {
            let sql = format!(
                "DELETE FROM {table}_identifier i
                 USING unnest($2::smallint[], $3::text[], $4::uuid[]) k (kind, key, owner), {}
                 WHERE i.ctid = place.ctid",
                place(
                    &format!("{table}_identifier"),
                    &format!(
                        "t.division = $1 AND t.kind = k.kind AND t.key = k.key AND t.{owner} = k.owner"
                    )
                )
            );
            pipe.execute(&sql, self.removed.values(division), None)?;
        }
        if !self.added.keys.is_empty() {
            let sql = format!(
                "INSERT INTO {table}_identifier (division, kind, key, {owner})
                 SELECT $1, kind, key, owner
                 FROM unnest($2::smallint[], $3::text[], $4::uuid[]) k (kind, key, owner)
                 ON CONFLICT DO NOTHING"
            );
            pipe.execute(&sql, self.added.values(division), None)?;
        }
        // In the order of the index: neighbours are written while their page is at hand.
        self.new.sort_unstable();
        self.new.dedup();
        let into = format!("{table}_identifier (division, kind, key, {owner})");
        let types = vec![Type::INT8, Type::INT2, Type::TEXT, Type::UUID];
        let mut copy = Copy::new(pipe, into, types);
        for (kind, key, owner) in &self.new {
            copy.row(&[&division, kind, key, owner])?;
        }
        copy.finish()
    }
}
