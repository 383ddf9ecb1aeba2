//! Finding records by words of their names or by the beginning of an identifier.

use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};

use super::walk::{Way, walk};
use crate::store::prefixes::{end_of, prefixes};
use crate::store::words::{Word, split};
use crate::store::{Found, Result, Scope, Search};

/// Most candidates that are gathered; one more than is counted tells that there are more.
const MOST: usize = Found::<()>::MOST;

/// Where one of the two kinds of record is found.
pub(super) struct Index {
    pub(super) table: &'static str,
    pub(super) names: &'static str,
    pub(super) keys: &'static str,
    pub(super) key_owner: &'static str,
    /// What a live record `r` fulfils.
    pub(super) live: &'static str,
}

/// Where contacts are found.
pub(super) const CONTACTS: Index = Index {
    table: "contact",
    names: "contact_name",
    keys: "contact_identifier",
    key_owner: "contact",
    live: "r.merged_to IS NULL",
};

/// Where organizations are found.
pub(super) const ORGANIZATIONS: Index = Index {
    table: "organization",
    names: "organization_name",
    keys: "organization_identifier",
    key_owner: "organization",
    live: "true",
};

impl Index {
    /// The numbers of the live records that are looked for, newest first, and whether there are more.
    pub(super) fn find(
        &self,
        connection: &Connection,
        search: &Search,
    ) -> Result<(Vec<i64>, bool)> {
        let mut found = if search.text.trim().is_empty() {
            self.all(connection, search)?
        } else {
            let mut found = self.by_name(connection, search)?;
            found.extend(self.by_key(connection, search)?);
            found
        };
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        let is_partial = found.len() > MOST;
        found.truncate(MOST);
        Ok((found, is_partial))
    }

    fn all(&self, connection: &Connection, search: &Search) -> Result<Vec<i64>> {
        if search.organization.is_none() && search.ids.is_empty() {
            return walk(connection, self, &search.divisions, Way::Back, MOST + 1);
        }
        let (conditions, values) = conditions(search, search.divisions.ids());
        let sql = format!(
            "SELECT r.number FROM {table} r WHERE {live} {conditions} ORDER BY r.number DESC LIMIT {limit}",
            table = self.table,
            live = self.live,
            limit = MOST + 1
        );
        numbers(connection, &sql, values)
    }

    fn by_name(&self, connection: &Connection, search: &Search) -> Result<Vec<i64>> {
        let Some(query) = match_query(&search.text) else {
            return Ok(Vec::new());
        };
        let (conditions, mut values) = conditions(search, search.divisions.ids());
        let sql = format!(
            "SELECT n.rowid FROM {names} n {join} WHERE n.{names} MATCH ? {conditions}
             ORDER BY n.rowid DESC LIMIT {limit}",
            names = self.names,
            join = self.join("n.rowid", &conditions),
            limit = MOST + 1
        );
        values.insert(0, query.into());
        numbers(connection, &sql, values)
    }

    /// Records with an identifier that begins with the text.
    fn by_key(&self, connection: &Connection, search: &Search) -> Result<Vec<i64>> {
        let (conditions, more) = conditions(search, None);
        let sql = format!(
            "SELECT k.{owner} FROM {keys} k {join}
             WHERE k.division = ? AND k.kind = ? AND k.key >= ? AND k.key < ? {conditions} LIMIT {limit}",
            owner = self.key_owner,
            keys = self.keys,
            join = self.join(&format!("k.{}", self.key_owner), &conditions),
            limit = MOST + 1
        );
        let mut found = Vec::new();
        for division in divisions(connection, &search.divisions)? {
            for (kind, prefix) in prefixes(search) {
                let end = end_of(&prefix);
                let mut values: Vec<Value> = vec![
                    division.into(),
                    kind.number().into(),
                    prefix.into(),
                    end.into(),
                ];
                values.extend(more.iter().cloned());
                found.extend(numbers(connection, &sql, values)?);
            }
        }
        Ok(found)
    }

    /// Brings in the record with this number where something is asked of it. Only live records have names and
    /// identifiers, so that without a condition an index is all there is to read.
    fn join(&self, number: &str, conditions: &str) -> String {
        if conditions.is_empty() {
            String::new()
        } else {
            format!("JOIN {} r ON r.number = {number}", self.table)
        }
    }
}

/// What a search asks of a record `r` besides its text: conditions that begin with `AND`, and their values. `divisions`
/// are those it has to be in, asked of a record that something else leads to: the `+` keeps their index out of it.
fn conditions(search: &Search, divisions: Option<Vec<&str>>) -> (String, Vec<Value>) {
    let mut sql = String::new();
    let mut values: Vec<Value> = Vec::new();
    if let Some(organization) = search.organization {
        sql.push_str(" AND r.organization = ?");
        values.push(organization.as_bytes().to_vec().into());
    }
    if !search.ids.is_empty() {
        let condition = format!(" AND r.id IN ({})", marks(search.ids.len()));
        sql.push_str(&condition);
        let ids = search.ids.iter().map(|id| id.as_bytes().to_vec());
        values.extend(ids.map(Value::from));
    }
    if let Some(divisions) = divisions {
        let condition = format!(
            " AND +r.division IN (SELECT number FROM division WHERE id IN ({}))",
            marks(divisions.len())
        );
        sql.push_str(&condition);
        values.extend(divisions.into_iter().map(|id| Value::from(id.to_owned())));
    }
    (sql, values)
}

/// The numbers that a query finds.
fn numbers(connection: &Connection, sql: &str, values: Vec<Value>) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached(sql)?;
    let found = statement.query_map(params_from_iter(values), |row| row.get(0))?;
    Ok(found.collect::<rusqlite::Result<_>>()?)
}

/// Places for this many values.
fn marks(count: usize) -> String {
    vec!["?"; count].join(", ")
}

/// The numbers of divisions.
pub(super) fn divisions(connection: &Connection, scope: &Scope) -> Result<Vec<i64>> {
    let mut statement = connection.prepare_cached("SELECT number, id FROM division")?;
    let mut rows = statement.query([])?;
    let mut numbers = Vec::new();
    while let Some(row) = rows.next()? {
        let id: String = row.get(1)?;
        if scope.contains(&id) {
            numbers.push(row.get(0)?);
        }
    }
    Ok(numbers)
}

/// The query of the name index: each word is the beginning of a word of the name, and what is written without
/// spaces is a part of it. `None` where there is no word.
fn match_query(text: &str) -> Option<String> {
    let mut query = String::new();
    for word in split(text) {
        let (before, term) = match word {
            Word::Spaced(word) => (" AND ", format!("\"{word}\"*")),
            Word::Unspaced(c, true) => (" + ", format!("\"{c}\"")),
            Word::Unspaced(c, false) => (" AND ", format!("\"{c}\"")),
        };
        if !query.is_empty() {
            query.push_str(before);
        }
        query.push_str(&term);
    }
    (!query.is_empty()).then_some(query)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_become_beginnings_and_han_becomes_a_phrase() {
        let check = |text: &str, query: Option<&str>| {
            assert_eq!(match_query(text).as_deref(), query, "{text}");
        };
        check("ann lee", Some("\"ann\"* AND \"lee\"*"));
        check("小明", Some("\"小\" + \"明\""));
        check("Li小明", Some("\"li\"* AND \"小\" + \"明\""));
        check("小 明", Some("\"小\" AND \"明\""));
        check(
            "O'Brien \" OR 1",
            Some("\"o\"* AND \"brien\"* AND \"or\"* AND \"1\"*"),
        );
        check("@-", None);
    }
}
