//! Finds records by the words of their names or by the beginning of an identifier.

use super::connection::{Connection, Values};
use super::convert::{big, get, plain};
use super::records::Place;
use super::words::match_query;
use crate::store::prefixes::{end_of, prefixes};
use crate::store::{Found, Result, Scope, Search};

/// Most records that are gathered; one more than is counted tells that there are more.
const MOST: usize = Found::<()>::MOST;

/// The newest records that are looked through for a word that many have, before all that have it are sorted.
const NEWEST: usize = 20_000;

/// What a search names leads to few rows of an index; the planner might read a whole table until it has enough of a
/// common word.
const SETTINGS: &str =
    "SET LOCAL enable_seqscan = off; SET LOCAL plan_cache_mode = force_custom_plan";

/// Where one of the two kinds of record is found.
pub(super) struct Index {
    pub(super) table: &'static str,
    names: &'static str,
    keys: &'static str,
    /// What a live record fulfils.
    pub(super) live: &'static str,
    /// Whether records belong to an organization.
    has_organization: bool,
}

/// Where contacts are found.
pub(super) const CONTACTS: Index = Index {
    table: "contact",
    names: "contact_name",
    keys: "contact_identifier",
    live: "r.merged_to IS NULL",
    has_organization: true,
};

/// Where organizations are found.
pub(super) const ORGANIZATIONS: Index = Index {
    table: "organization",
    names: "organization_name",
    keys: "organization_identifier",
    live: "true",
    has_organization: false,
};

/// The records that are looked for.
pub(super) struct Hits {
    /// The newest of them, newest first: as many as were asked for.
    pub(super) places: Vec<Place>,
    /// How many there are in all, at most [`MOST`].
    pub(super) total: usize,
    /// Whether there are more than `total`.
    pub(super) is_partial: bool,
}

impl Index {
    /// The live records that are looked for, the `wanted` newest first.
    pub(super) fn find(
        &self,
        connection: &mut Connection,
        search: &Search,
        wanted: usize,
    ) -> Result<Hits> {
        let mut hits = Hits {
            places: Vec::new(),
            total: 0,
            is_partial: false,
        };
        if search.organization.is_some() && !self.has_organization {
            return Ok(hits);
        }
        connection.batch(SETTINGS)?;
        let look = Look {
            index: self,
            divisions: divisions(connection, &search.divisions)?,
            search,
            wanted: wanted.min(MOST),
        };
        if search.text.trim().is_empty() {
            look.all(connection, &mut hits)?;
        } else {
            if let Some(query) = match_query(&search.text) {
                look.by_name(connection, &query, &mut hits)?;
            }
            look.by_key(connection, &mut hits)?;
        }
        hits.places.sort_unstable_by(|a, b| b.cmp(a));
        hits.places.dedup();
        hits.is_partial |= hits.places.len() > MOST;
        hits.total = if hits.is_partial {
            MOST
        } else {
            hits.places.len()
        };
        hits.places.truncate(MOST);
        Ok(hits)
    }
}

/// One search.
struct Look<'a> {
    index: &'a Index,
    divisions: Vec<i64>,
    search: &'a Search,
    wanted: usize,
}

impl Look<'_> {
    /// `n.id` of the `rows`, called `n`, that every search is about. Their division is `$1`, an organization `$2`, ids `$3`.
    fn select(&self, rows: &str, id: &str) -> String {
        let (join, member) = if self.search.organization.is_some() {
            let table = self.index.table;
            let of_organization = format!(
                "JOIN {table} r ON r.division = n.division AND r.id = n.{id} AND r.organization = $2"
            );
            (of_organization, "true")
        } else {
            (String::new(), "$2::uuid IS NULL")
        };
        format!(
            "SELECT n.{id} AS id FROM {rows} {join} WHERE n.division = $1 AND {member}
             AND (cardinality($3::uuid[]) = 0 OR n.{id} = ANY ($3))"
        )
    }

    /// Runs a query with these values after the first three.
    fn run(
        &self,
        connection: &mut Connection,
        sql: &str,
        division: i64,
        more: Values<'_>,
    ) -> Result<Vec<Place>> {
        let search = self.search;
        let values: Values<'_> = &[&division, &search.organization, &search.ids];
        let found = connection.query(sql, &[values, more].concat())?;
        let places = found.iter().map(|row| {
            let id = get(row, 0)?;
            Ok(Place { id, division })
        });
        places.collect()
    }

    /// All records.
    fn all(&self, connection: &mut Connection, hits: &mut Hits) -> Result<()> {
        let sql = self.select(&format!("{} n", self.index.names), "id");
        let sql = format!("{sql} ORDER BY n.id DESC LIMIT {}", MOST + 1);
        for &division in &self.divisions {
            let found = self.run(connection, &sql, division, &[])?;
            hits.places.extend(found);
        }
        Ok(())
    }

    /// Records with these words in their names.
    ///
    /// An index of words does not know which records are new. So as many as are counted are taken as they come; where
    /// there are more, only the wanted ones are put in order: as a rule they are among the newest records of all.
    fn by_name(&self, connection: &mut Connection, query: &str, hits: &mut Hits) -> Result<()> {
        let names = self.index.names;
        let any = self.select(&format!("{names} n"), "id") + " AND n.words @@ $4::text::tsquery";
        let some = format!("{any} LIMIT {}", MOST + 1);
        let newest = format!(
            "(SELECT * FROM {names} WHERE division = $1 ORDER BY id DESC LIMIT {NEWEST}) n"
        );
        let newest = self.select(&newest, "id") + " AND n.words @@ $4::text::tsquery";
        let newest = newest + " ORDER BY n.id DESC LIMIT $5";
        let sorted = format!(
            "WITH found AS MATERIALIZED ({any}) SELECT id FROM found ORDER BY id DESC LIMIT $5"
        );
        let wanted = big(self.wanted as u64);
        for &division in &self.divisions {
            let mut found = self.run(connection, &some, division, &[&query])?;
            if found.len() > MOST {
                hits.is_partial = true;
                found = self.run(connection, &newest, division, &[&query, &wanted])?;
                if found.len() < self.wanted {
                    found = self.run(connection, &sorted, division, &[&query, &wanted])?;
                }
            }
            hits.places.extend(found);
        }
        Ok(())
    }

    /// Records with an identifier that begins with the text.
    fn by_key(&self, connection: &mut Connection, hits: &mut Hits) -> Result<()> {
        let (mut kinds, mut firsts, mut ends) = (Vec::new(), Vec::new(), Vec::new());
        for (kind, prefix) in prefixes(self.search) {
            kinds.push(i16::from(kind.number()));
            ends.push(end_of(&plain(&prefix)));
            firsts.push(plain(&prefix).into_owned());
        }
        let keys = format!(
            "unnest($4::smallint[], $5::text[], $6::text[]) wanted (kind, first, after)
             JOIN {} n ON n.kind = wanted.kind AND n.key >= wanted.first AND n.key < wanted.after",
            self.index.keys
        );
        let sql = self.select(&keys, self.index.table);
        let sql = format!("{sql} LIMIT {}", MOST + 1);
        for &division in &self.divisions {
            let found = self.run(connection, &sql, division, &[&kinds, &firsts, &ends])?;
            hits.places.extend(found);
        }
        Ok(())
    }
}

/// The numbers of divisions.
pub(super) fn divisions(connection: &mut Connection, scope: &Scope) -> Result<Vec<i64>> {
    let mut numbers = Vec::new();
    for row in connection.query("SELECT number, id FROM division", &[])? {
        let id: String = get(&row, 1)?;
        if scope.contains(&id) {
            numbers.push(get(&row, 0)?);
        }
    }
    Ok(numbers)
}
