//! The records of divisions in the order of their creation, whatever is between them.

use std::collections::BinaryHeap;

use rusqlite::{Connection, Statement, params};

use super::search::{Index, divisions};
use crate::store::{Result, Scope};

/// Where to begin, and which way to go.
#[derive(Clone, Copy, Debug)]
pub(super) enum Way {
    /// From the first record after this number on.
    After(i64),
    /// From the newest record back.
    Back,
}

impl Way {
    /// Brings numbers into the order of this way, and back.
    const fn turn(self, number: i64) -> i64 {
        match self {
            Self::After(_) => -number,
            Self::Back => number,
        }
    }

    const fn bounds(self) -> (&'static str, i64) {
        match self {
            Self::After(number) => ("r.number > ?1", number),
            Self::Back => ("r.number < ?1", i64::MAX),
        }
    }

    const fn order(self) -> &'static str {
        match self {
            Self::After(_) => "r.number",
            Self::Back => "r.number DESC",
        }
    }
}

/// The numbers of the first live records on the way, at most `most`.
///
/// Each division is read in its own order and only as far as it is needed: the work is about what is found, however
/// much of other divisions lies between.
pub(super) fn walk(
    connection: &Connection,
    index: &Index,
    scope: &Scope,
    way: Way,
    most: usize,
) -> Result<Vec<i64>> {
    let (bound, from) = way.bounds();
    let (table, live, order) = (index.table, index.live, way.order());
    if *scope == Scope::Everywhere {
        let sql = format!(
            "SELECT r.number FROM {table} r WHERE {bound} AND {live} ORDER BY {order} LIMIT ?2"
        );
        let mut statement = connection.prepare_cached(&sql)?;
        let found = statement.query_map(params![from, most], |row| row.get(0))?;
        return Ok(found.collect::<rusqlite::Result<_>>()?);
    }
    let sql = format!(
        "SELECT r.number FROM {table} r INDEXED BY {table}_division
         WHERE {bound} AND r.division = ?2 AND {live} ORDER BY {order}"
    );
    let divisions = divisions(connection, scope)?;
    let places = 0..divisions.len();
    let mut statements = Vec::with_capacity(divisions.len());
    for _ in &divisions {
        statements.push(connection.prepare(&sql)?);
    }
    let read = |(statement, division)| Statement::query(statement, params![from, division]);
    let mut rows = statements
        .iter_mut()
        .zip(divisions)
        .map(read)
        .collect::<rusqlite::Result<Vec<_>>>()?;

    let mut next = |place: usize| -> rusqlite::Result<Option<(i64, usize)>> {
        let number = rows[place].next()?.map(|row| row.get(0)).transpose()?;
        Ok(number.map(|number| (way.turn(number), place)))
    };
    let mut heads = BinaryHeap::new();
    for place in places {
        heads.extend(next(place)?);
    }
    let mut found = Vec::new();
    while found.len() < most
        && let Some((turned, place)) = heads.pop()
    {
        found.push(way.turn(turned));
        heads.extend(next(place)?);
    }
    Ok(found)
}
