//! Finds records by the words of their names or by the beginning of an identifier.

use uuid::Uuid;

use super::connection::{Connection, Values};
use super::convert::{get, plain};
use super::words::match_query;
use crate::store::prefixes::{end_of, prefixes};
use crate::store::{Found, Result, Scope, Search};

/// Most candidates that are gathered; one more than is counted tells that there are more.
const MOST: usize = Found::<()>::MOST;

/// Where one of the two kinds of record is found.
pub(super) struct Index {
    pub(super) table: &'static str,
    keys: &'static str,
    /// What a live record fulfils.
    pub(super) live: &'static str,
    /// Whether a record belongs to the organization `$2`, where one is named.
    member: &'static str,
}

/// Where contacts are found.
pub(super) const CONTACTS: Index = Index {
    table: "contact",
    keys: "contact_identifier",
    live: "r.merged_to IS NULL",
    member: "($2::uuid IS NULL OR r.organization = $2)",
};

/// Where organizations are found. None belongs to another.
pub(super) const ORGANIZATIONS: Index = Index {
    table: "organization",
    keys: "organization_identifier",
    live: "true",
    member: "$2::uuid IS NULL",
};

impl Index {
    /// The live records that are looked for, newest first, and whether there are more.
    pub(super) fn find(
        &self,
        connection: &mut Connection,
        search: &Search,
    ) -> Result<(Vec<Uuid>, bool)> {
        let query = match_query(&search.text);
        let mut found = Vec::new();
        for division in divisions(connection, &search.divisions)? {
            if search.text.trim().is_empty() {
                self.all(connection, division, search, &mut found)?;
                continue;
            }
            if let Some(query) = &query {
                self.by_name(connection, division, query, search, &mut found)?;
            }
            self.by_key(connection, division, search, &mut found)?;
        }
        found.sort_unstable_by(|a, b| b.cmp(a));
        found.dedup();
        let is_partial = found.len() > MOST;
        found.truncate(MOST);
        Ok((found, is_partial))
    }

    fn all(
        &self,
        connection: &mut Connection,
        division: i64,
        search: &Search,
        found: &mut Vec<Uuid>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT r.id FROM {} r WHERE r.division = $1 AND {} AND {}
             AND (cardinality($3::uuid[]) = 0 OR r.id = ANY ($3)) ORDER BY r.id DESC LIMIT {}",
            self.table,
            self.member,
            self.live,
            MOST + 1
        );
        for row in connection.query(&sql, &[&division, &search.organization, &search.ids])? {
            found.push(get(&row, 0)?);
        }
        Ok(())
    }

    fn by_name(
        &self,
        connection: &mut Connection,
        division: i64,
        query: &str,
        search: &Search,
        found: &mut Vec<Uuid>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT r.id FROM {} r WHERE r.division = $1 AND {} AND r.words @@ $3::text::tsquery
             AND (cardinality($4::uuid[]) = 0 OR r.id = ANY ($4)) ORDER BY r.id DESC LIMIT {}",
            self.table,
            self.member,
            MOST + 1
        );
        let named = &search.ids;
        let values: Values<'_> = &[&division, &search.organization, &query, named];
        for row in connection.query(&sql, values)? {
            found.push(get(&row, 0)?);
        }
        Ok(())
    }

    /// Records with an identifier that begins with the text.
    fn by_key(
        &self,
        connection: &mut Connection,
        division: i64,
        search: &Search,
        found: &mut Vec<Uuid>,
    ) -> Result<()> {
        let sql = format!(
            "SELECT r.id FROM {keys} k JOIN {table} r ON r.division = k.division AND r.id = k.{table}
             WHERE k.division = $1 AND {member} AND k.kind = $3 AND k.key >= $4 AND k.key < $5
             AND (cardinality($6::uuid[]) = 0 OR r.id = ANY ($6)) LIMIT {limit}",
            keys = self.keys,
            table = self.table,
            member = self.member,
            limit = MOST + 1
        );
        for (kind, prefix) in prefixes(search) {
            let prefix = plain(&prefix);
            let kind = i16::from(kind.number());
            let end = end_of(&prefix);
            let rows = connection.query(
                &sql,
                &[
                    &division,
                    &search.organization,
                    &kind,
                    &prefix,
                    &end,
                    &search.ids,
                ],
            )?;
            for row in rows {
                found.push(get(&row, 0)?);
            }
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
