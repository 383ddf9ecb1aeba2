//! Writes the words by which records are found.

use tokio_postgres::types::Type;
use uuid::Uuid;

use super::copy::Rows;
use super::pipe::Pipe;
use super::words::Words;
use crate::store::Result;

/// The columns of a name.
pub(super) const NAME: &str = "division, id, words";

/// Their types.
pub(super) const NAME_TYPES: [Type; 3] = [Type::INT8, Type::UUID, Type::TS_VECTOR];

/// What changes of the names of one kind of record. Every live one has a row, also without words.
pub(super) struct NameChanges {
    division: i64,
    new: Rows,
    ids: Vec<Uuid>,
    words: Vec<Option<Words>>,
    removed: Vec<Uuid>,
}

impl NameChanges {
    pub(super) fn new(division: i64) -> Self {
        Self {
            division,
            new: Rows::new(NAME_TYPES.to_vec()),
            ids: Vec::new(),
            words: Vec::new(),
            removed: Vec::new(),
        }
    }

    /// A new record.
    pub(super) fn of_new(&mut self, id: Uuid, name: &str) -> Result<()> {
        self.new.add(&[&self.division, &id, &Words::of(name)])
    }

    /// A record that has another name now, or is live again.
    pub(super) fn of_changed(&mut self, id: Uuid, name: &str) {
        self.ids.push(id);
        self.words.push(Words::of(name));
    }

    /// A record that is gone, or was merged into another.
    pub(super) fn of_removed(&mut self, id: Uuid) {
        self.removed.push(id);
    }

    /// Writes them to `{record}_name`.
    pub(super) fn write(self, pipe: &mut Pipe<'_>, record: &str) -> Result<()> {
        let division = self.division;
        if !self.removed.is_empty() {
            let sql = format!("DELETE FROM {record}_name WHERE division = $1 AND id = ANY ($2)");
            let values = vec![Box::new(division) as _, Box::new(self.removed) as _];
            pipe.execute(&sql, values, None)?;
        }
        if !self.ids.is_empty() {
            let sql = format!(
                "INSERT INTO {record}_name ({NAME})
                 SELECT $1, id, words FROM unnest($2::uuid[], $3::tsvector[]) n (id, words)
                 ON CONFLICT (division, id) DO UPDATE SET words = excluded.words"
            );
            let (ids, words) = (Box::new(self.ids), Box::new(self.words));
            pipe.execute(&sql, vec![Box::new(division), ids, words], None)?;
        }
        let into = format!("{record}_name ({NAME})");
        self.new.send(pipe, &into)
    }
}
