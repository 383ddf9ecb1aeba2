//! What page and worker say to each other, as JSON. Rows and problems travel only as far as they are
//! shown. `run` numbers a long task, so that news of one that was given up are not taken for those of
//! its successor; `id` tells which question an answer belongs to.

pub mod grid;
pub mod groups;

use import_core::api::Header;
use import_core::check::home::Home;
use import_core::columns::Subject;
use import_core::duplicates::{Keep, Settlement, is_matched_by};
use import_core::field::Flaw;
use import_core::field::infer::{Inferred, Written};
use import_core::fixing::{Fix, Preview, Rule, Splice};
use import_core::problem::{Code, Problem, Severity};
use import_core::settings::{Layout as SettingsLayout, Settings};
use import_core::table::{HeaderRow, Layout};
use serde::{Deserialize, Serialize};

use self::grid::{ColumnStatistics, RowFilter, RowWindow, Spot, Target, WindowRequest};
use self::groups::{GroupPage, GroupRequest, Outlook, Unsettled};

/// What the page asks of the worker.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Request {
    /// Reads the file that comes along with the message, or once more the one it has.
    Open {
        /// The task's number.
        run: u32,
        /// What the person has decided.
        choices: FileChoices,
    },
    /// Checks every row; an earlier check is given up.
    Check {
        /// The task's number.
        run: u32,
        /// The choices of the import.
        settings: Settings,
    },
    /// A page of the problems found so far.
    Problems {
        /// The question's number.
        id: u32,
        /// Which of them.
        filter: ProblemFilter,
        /// Where to go on: what the page before gave as [`ProblemPage::next`], at first 0.
        from: u32,
        /// How many at most.
        limit: usize,
    },
    /// The first cells of a column.
    Column {
        /// The question's number.
        id: u32,
        /// The column's place in the file.
        column: usize,
        /// How many at most.
        limit: usize,
    },
    /// How the dates or numbers of a column are written.
    Formats {
        /// The question's number.
        id: u32,
        /// The column's place in the file.
        column: usize,
        /// What its values are to be.
        written: Written,
    },
    /// Rows of the grid.
    Window {
        /// The question's number.
        id: u32,
        /// Which.
        window: WindowRequest,
    },
    /// Where something is in the grid.
    Find {
        /// The question's number.
        id: u32,
        /// Which rows are shown.
        filter: RowFilter,
        /// What.
        target: Target,
    },
    /// What a column holds.
    Statistics {
        /// The question's number.
        id: u32,
        /// The column's place in the file.
        column: u16,
    },
    /// Duplicates of the file, in groups.
    Groups {
        /// The question's number.
        id: u32,
        /// Which.
        groups: GroupRequest,
    },
    /// What settling groups would change.
    Outlook {
        /// The question's number.
        id: u32,
        /// Which groups.
        unsettled: Unsettled,
        /// How.
        settlement: Settlement,
    },
    /// Sends every row to the server.
    Send {
        /// The task's number.
        run: u32,
        /// The address of the upload.
        url: String,
        /// To be sent along.
        headers: Vec<Header>,
    },
    /// Gives up sending.
    Cancel,
    /// From one worker to another that helps it: how to look at rows from now on.
    Assist {
        /// What the table's rows have in common.
        layout: Layout,
        /// The choices of the import.
        settings: Settings,
        /// What is fixed of the file.
        fixes: Vec<Fix>,
    },
    /// Looks at the rows that come along with the message, the text of a part of the table and the places in it.
    Look,
    /// Changes the fixes of the file.
    Fix {
        /// The number of the task that read the file.
        run: u32,
        /// The change.
        splice: Splice,
    },
    /// What a row reads and what is wrong with it, with one more fix where one is given.
    Row {
        /// The question's number.
        id: u32,
        /// The row as a spreadsheet numbers it.
        row: u64,
        /// The fix.
        fix: Option<Fix>,
    },
    /// What a rule would change. Only the latest such question is answered in full.
    Preview {
        /// The question's number.
        id: u32,
        /// The header of the column.
        column: String,
        /// The rule.
        rule: Rule,
    },
    /// The rows with a kind of problem.
    Rows {
        /// The question's number.
        id: u32,
        /// The kind.
        code: Code,
        /// Of rows with the same identifiers, the one that is not among them.
        keep: Option<Keep>,
    },
    /// A file of the rows that errors keep out.
    FailedRows {
        /// The question's number.
        id: u32,
        /// How to say it.
        wording: Wording,
    },
}

/// What the worker tells the page.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub enum Response {
    /// What is known of the file; comes twice, first of its beginning alone.
    Opened {
        /// The task's number.
        run: u32,
        /// What is known.
        summary: FileSummary,
    },
    /// The file is a workbook, and one of its sheets is read.
    Sheets {
        /// The task's number.
        run: u32,
        /// Its sheets.
        sheets: Vec<Sheet>,
        /// The place of the sheet that is read; none where there is none that could be.
        chosen: Option<usize>,
        /// Warnings about that sheet.
        problems: Vec<Problem>,
    },
    /// The encodings that the file may be in, the one that was found among them.
    Encodings {
        /// The task's number.
        run: u32,
        /// The name of each, and a line of the file in it.
        samples: Vec<(String, String)>,
    },
    /// How much of the file is read, from 0 to 1.
    Reading {
        /// The task's number.
        run: u32,
        /// The share.
        share: f64,
    },
    /// The file is none that can be imported, and why.
    Refused {
        /// The task's number.
        run: u32,
        /// Problems of the file as a whole.
        problems: Vec<Problem>,
        /// How it was read; none where it came to no columns.
        summary: Option<FileSummary>,
    },
    /// How far the check is and what it found.
    Checked {
        /// The task's number.
        run: u32,
        /// The counts so far.
        check: CheckSummary,
    },
    /// Answers [`Request::Problems`].
    Problems {
        /// The question's number.
        id: u32,
        /// The problems.
        page: ProblemPage,
    },
    /// Answers [`Request::Column`].
    Column {
        /// The question's number.
        id: u32,
        /// Row numbers and cells.
        cells: Vec<(u64, String)>,
    },
    /// Answers [`Request::Formats`].
    Formats {
        /// The question's number.
        id: u32,
        /// What the column's values say.
        inferred: Inferred,
    },
    /// Answers [`Request::Window`].
    Window {
        /// The question's number.
        id: u32,
        /// The rows.
        window: RowWindow,
    },
    /// Answers [`Request::Find`].
    Found {
        /// The question's number.
        id: u32,
        /// The place; none where there is nothing such (so far).
        spot: Option<Spot>,
    },
    /// Answers [`Request::Statistics`].
    Statistics {
        /// The question's number.
        id: u32,
        /// What is known so far.
        statistics: ColumnStatistics,
    },
    /// Answers [`Request::Groups`].
    Groups {
        /// The question's number.
        id: u32,
        /// The groups.
        page: GroupPage,
    },
    /// Answers [`Request::Outlook`].
    Outlook {
        /// The question's number.
        id: u32,
        /// What would change.
        outlook: Outlook,
    },
    /// How many rows are with the server.
    Sending {
        /// The task's number.
        run: u32,
        /// Rows that the server has.
        rows: usize,
    },
    /// Every row is with the server.
    Sent {
        /// The task's number.
        run: u32,
    },
    /// The rows could not be sent.
    SendFailed {
        /// The task's number.
        run: u32,
        /// The server's status; 0 when it could not be reached.
        status: u16,
        /// What the server said.
        body: String,
    },
    /// The fixes are changed.
    Fixed {
        /// The number of the task that read the file.
        run: u32,
        /// What is known of the file now.
        summary: FileSummary,
        /// What the check found, where only the rows concerned were checked again; else there is none any more.
        check: Option<CheckSummary>,
    },
    /// Answers [`Request::Row`].
    Row {
        /// The question's number.
        id: u32,
        /// Its cells; none where there is no such row.
        cells: Vec<String>,
        /// What is wrong with them.
        problems: Vec<Problem>,
    },
    /// Answers [`Request::Preview`].
    Preview {
        /// The question's number.
        id: u32,
        /// What the rule would change.
        preview: Preview,
    },
    /// Answers [`Request::Rows`].
    Rows {
        /// The question's number.
        id: u32,
        /// The rows as a spreadsheet numbers them.
        rows: Vec<u64>,
    },
    /// Answers [`Request::FailedRows`]; the file comes along.
    FailedRows {
        /// The question's number.
        id: u32,
    },
}

impl Response {
    /// Which question it answers, if any.
    pub fn answers(&self) -> Option<u32> {
        match self {
            Self::Problems { id, .. }
            | Self::Column { id, .. }
            | Self::Formats { id, .. }
            | Self::Window { id, .. }
            | Self::Found { id, .. }
            | Self::Statistics { id, .. }
            | Self::Groups { id, .. }
            | Self::Outlook { id, .. }
            | Self::Row { id, .. }
            | Self::Preview { id, .. }
            | Self::Rows { id, .. }
            | Self::FailedRows { id } => Some(*id),
            _ => None,
        }
    }
}

/// The words of the page's language for what is wrong with rows.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Wording {
    /// What is said of each kind of problem, with places for values.
    pub kinds: Vec<(Code, String)>,
    /// How it is said of a column: a text with places for `column` and `text`.
    pub of_column: String,
}

/// What a person has decided about how the file is read; everything else is found out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileChoices {
    /// The name of an encoding.
    pub encoding: Option<String>,
    /// What stands between cells.
    pub delimiter: Option<char>,
    /// The place of a workbook's sheet.
    pub sheet: Option<usize>,
    /// Which row names the columns.
    pub header: HeaderRow,
}

/// What is known of a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileSummary {
    /// The name of the encoding.
    pub encoding: String,
    /// What stands between cells.
    pub delimiter: char,
    /// The row that names the columns; 0 where none does.
    pub header_row: u64,
    /// The first rows of the file, whatever they are: what the header is chosen from.
    pub top: Vec<FileRow>,
    /// The columns, those without a name among them.
    pub columns: Vec<Column>,
    /// The first rows.
    pub first_rows: Vec<FileRow>,
    /// Rows and blank lines; none while only the beginning is known.
    pub counts: Option<RowCounts>,
    /// Warnings about the file as a whole.
    pub problems: Vec<Problem>,
}

/// A sheet of a workbook.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sheet {
    /// Its name.
    pub name: String,
    /// Whether it is hidden.
    pub is_hidden: bool,
    /// The number of its last row, as far as the workbook says so.
    pub rows: Option<u32>,
}

/// How many rows a file has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowCounts {
    /// Rows below the header.
    pub rows: usize,
    /// Lines without any value.
    pub blank: u64,
}

/// A column of the file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its place in the file, from 0.
    pub index: usize,
    /// Its name; may be empty.
    pub header: String,
    /// The first values that it has in the first rows, empty ones left out.
    pub samples: Vec<String>,
}

/// A row as the file has it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRow {
    /// As a spreadsheet numbers it.
    pub number: u64,
    /// Its cells.
    pub cells: Vec<String>,
}

/// What a check found.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckSummary {
    /// Rows checked.
    pub done: usize,
    /// Rows of the file.
    pub total: usize,
    /// Rows that an error keeps out.
    pub rejected: usize,
    /// How many problems of each kind there are, errors first, then by number.
    pub kinds: Vec<KindCount>,
    /// How many errors and warnings each column has, by its place in the file.
    pub columns: Vec<(usize, usize)>,
    /// The cells that plainly should read otherwise.
    pub flaws: Vec<FlawCount>,
    /// The country of the file's phones, where it seems to be another one than the default; known at the end.
    pub home: Option<Home>,
}

impl CheckSummary {
    /// Whether every row is checked.
    pub fn is_done(&self) -> bool {
        self.done == self.total
    }

    /// Rows that can be imported.
    pub fn importable(&self) -> usize {
        self.done - self.rejected
    }

    /// How many contacts these rows are, where some repeat others and that alone says it: every repetition is matched,
    /// none makes one of two contacts, and no row is about an organization.
    pub fn contacts(&self, settings: &Settings) -> Option<usize> {
        let mut kinds = self.kinds.iter();
        let repeated = kinds.find(|kind| kind.code == Code::DuplicateInFile)?;
        let mut columns = settings.columns.iter();
        let is_told = self.is_done()
            && settings.layout == SettingsLayout::Mapped
            && !settings.merge
            && columns.all(|column| {
                column.field.subject() == Subject::Contact && is_matched_by(settings, column.field)
            });
        is_told.then(|| self.importable().saturating_sub(repeated.count))
    }
}

/// How many problems of a kind there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KindCount {
    /// The kind.
    pub code: Code,
    /// How many.
    pub count: usize,
}

/// How many cells of a column have a flaw.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FlawCount {
    /// Which.
    pub flaw: Flaw,
    /// The column's place in the file.
    pub column: usize,
    /// How many.
    pub count: usize,
}

/// Which problems to show; everything that is given has to fit.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemFilter {
    /// Only of this kind.
    pub code: Option<Code>,
    /// Only errors, or only warnings.
    pub severity: Option<Severity>,
    /// Only of this column.
    pub column: Option<usize>,
    /// Only where the cell, or one of the row's where the problem is of the row, has this text in it.
    pub text: String,
}

/// Some problems.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProblemPage {
    /// In file order.
    pub problems: Vec<Problem>,
    /// Where to go on; none when there are no more so far.
    pub next: Option<u32>,
}
