//! What page and worker say to each other about duplicates: which groups of rows share identifiers, what they come to,
//! and what would become of them.
//!
//! Finding and comparing them takes several answers, as a search does: the page asks again until one is whole.

use import_core::duplicates::{Likeness, Settlement};
use import_core::row::Row;
use serde::{Deserialize, Serialize};

/// Which groups are shown, and in which order.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupView {
    /// Only those that share an identifier of this kind, by its number.
    pub kind: Option<u8>,
    /// Only those whose rows are so much alike.
    pub likeness: Option<Likeness>,
    /// Only those in this state.
    pub state: Option<GroupState>,
    /// Only those with a row that has this text in it.
    pub text: String,
    /// The order.
    pub order: GroupOrder,
}

/// How many rows of a group are imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupState {
    /// Several: they are merged.
    Open,
    /// One or none: nothing is left to merge.
    Settled,
}

/// The order of groups.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupOrder {
    /// By their first rows.
    #[default]
    File,
    /// Those of most rows first.
    Largest,
    /// Those whose rows are least alike first.
    Different,
}

/// A part of the groups that are shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRequest {
    /// Which are shown.
    pub view: GroupView,
    /// Where to begin.
    pub from: GroupPlace,
    /// How many at most.
    pub count: u32,
    /// How many rows of each are left out before the first one that is wanted.
    pub rows_from: u32,
}

/// A place among the groups that are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum GroupPlace {
    /// By its number, from 0.
    At(u32),
    /// The page with the group of this row; the first one where it is in none.
    WithRow(u64),
}

/// The answer to a [`GroupRequest`].
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct GroupPage {
    /// The groups.
    pub groups: Vec<Group>,
    /// The place of the first one.
    pub from: u32,
    /// The first row of the group of the row that was asked for, where it is among those that are shown.
    pub found: Option<u64>,
    /// How many groups are shown, and how many rows these have.
    pub shown: (usize, usize),
    /// How many groups and rows there are.
    pub all: (usize, usize),
    /// How many of all are alike, complete one another, contradict one another.
    pub by_likeness: [usize; 3],
    /// The kinds of identifiers that are shared, by their numbers.
    pub kinds: Vec<u8>,
    /// How many rows were looked at, and how many there are to look at.
    pub seen: (usize, usize),
    /// Whether that is all; else the page has to ask again.
    pub is_whole: bool,
}

/// Rows that belong together.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Group {
    /// The number of its first row, which names it.
    pub first: u64,
    /// How many rows it has.
    pub size: usize,
    /// How many of them are imported.
    pub applied: usize,
    /// How much they are alike.
    pub likeness: Likeness,
    /// Some of its rows.
    pub rows: Vec<GroupRow>,
    /// The columns in which any of its rows has a value; of very many the first.
    pub columns: Vec<GroupColumn>,
    /// What rows share.
    pub shared: Vec<Shared>,
    /// What is done about it: several where they come to the same.
    pub settled: Vec<Settlement>,
    /// Those of its rows that are imported, checked; none where they are too many to be applied here.
    pub checked: Option<Vec<Row>>,
}

/// A row of a group.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupRow {
    /// As a spreadsheet numbers it.
    pub number: u64,
    /// Whether it is left out.
    pub is_skipped: bool,
    /// The cells of the group's columns.
    pub cells: Vec<String>,
}

/// A column of a group.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GroupColumn {
    /// Its place in the file.
    pub index: u16,
    /// Whether it is imported.
    pub is_imported: bool,
    /// How much rows are alike in it.
    pub likeness: Likeness,
}

/// An identifier that several rows of a group have.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    /// The number of its kind.
    pub kind: u8,
    /// What is compared of it.
    pub value: String,
    /// How many rows have it.
    pub rows: usize,
}

/// What is to be settled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Unsettled {
    /// The group that begins with this row.
    Group(u64),
    /// Every group that is shown.
    Shown(GroupView),
}

/// What settling changes.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outlook {
    /// In how many groups.
    pub groups: usize,
    /// In how many of them rows are left out that do not say the same as the others.
    pub different: usize,
    /// The rows that would be left out.
    pub skip: Vec<u64>,
    /// The rows that would be taken in again.
    pub take: Vec<u64>,
    /// Whether that is all; else the page has to ask again.
    pub is_whole: bool,
}
