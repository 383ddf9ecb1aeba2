//! The file that was chosen, as far as the worker has told of it.

use import_core::problem::{Code, Problem};

use super::draft::FileIdentity;
use crate::worker::messages::{FileChoices, FileSummary, Response, Sheet};

/// The file that was chosen.
#[derive(Clone, Debug, PartialEq)]
pub struct OpenFile {
    /// Its name.
    pub name: String,
    /// In bytes.
    pub size: f64,
    /// When it was changed last, in milliseconds since 1970.
    pub modified: f64,
    /// How it is to be read.
    pub choices: FileChoices,
    /// The sheets of a workbook; none of any other file.
    pub sheets: Vec<Sheet>,
    /// The place of the sheet that is read; none where none can be.
    pub sheet: Option<usize>,
    /// Warnings about that sheet.
    pub sheet_problems: Vec<Problem>,
    /// The encodings that it may be in, each with a line of it.
    pub samples: Vec<(String, String)>,
    /// What is known of it.
    pub summary: Option<FileSummary>,
    /// How much of it is read, from 0 to 1.
    pub share: f64,
    /// Why it cannot be imported.
    pub refusal: Vec<Problem>,
    /// Whether the worker gave up on it.
    pub is_crashed: bool,
    /// Whether the reading that is being tried anew could be chosen.
    had_reading: bool,
    run: u32,
}

impl OpenFile {
    /// A file that is about to be read by this task.
    pub fn new(name: String, size: f64, run: u32) -> Self {
        Self {
            name,
            size,
            modified: 0.0,
            choices: FileChoices::default(),
            sheets: Vec::new(),
            sheet: None,
            sheet_problems: Vec::new(),
            samples: Vec::new(),
            summary: None,
            share: 0.0,
            refusal: Vec::new(),
            is_crashed: false,
            had_reading: false,
            run,
        }
    }

    /// What it is known by.
    pub fn identity(&self) -> FileIdentity {
        FileIdentity {
            name: self.name.clone(),
            size: self.size,
            modified: self.modified,
        }
    }

    /// It is read anew; what is known stays until more is.
    pub fn restart(&mut self, run: u32) {
        self.run = run;
        self.share = 0.0;
        self.had_reading = self.has_reading();
        self.refusal.clear();
        if let Some(summary) = &mut self.summary {
            summary.counts = None;
        }
    }

    /// The worker is no more.
    pub fn crash(&mut self) {
        self.is_crashed = true;
    }

    /// Whether it is a workbook.
    pub fn is_workbook(&self) -> bool {
        !self.sheets.is_empty()
    }

    /// What to know about the file as a whole.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        let summary = self.summary.iter();
        summary
            .flat_map(|summary| &summary.problems)
            .chain(&self.sheet_problems)
    }

    /// Whether every row is known.
    pub fn is_whole(&self) -> bool {
        self.summary
            .as_ref()
            .is_some_and(|summary| summary.counts.is_some())
    }

    /// Whether there is a choice of how it is read: always where it has come to columns, and else where another
    /// reading may come to some.
    pub fn has_reading(&self) -> bool {
        let may_be_text = |problem: &Problem| match problem.code {
            Code::FileEmpty => self.size > 0.0,
            // Whoever chooses an encoding says that it is text.
            Code::FileBinary => problem
                .args
                .get("kind")
                .is_some_and(|kind| kind == "unknown"),
            _ => false,
        };
        let is_other = || match self.sheets.len() {
            0 if self.refusal.is_empty() => self.had_reading,
            0 => self.refusal.iter().any(may_be_text),
            sheets => sheets > 1,
        };
        !self.is_crashed && (self.summary.is_some() || is_other())
    }

    /// Whether it cannot be imported as it is.
    pub fn is_refused(&self) -> bool {
        self.is_crashed || !self.refusal.is_empty()
    }

    /// Whether a person may have to say how it is read: it is refused, may be in several encodings, has several
    /// sheets, or its column names are not in the first row.
    pub fn is_reading_doubtful(&self) -> bool {
        let summary = self.summary.as_ref();
        let is_header_elsewhere = summary.is_some_and(|summary| summary.header_row != 1);
        let has_several = self.samples.len() > 1 || self.sheets.len() > 1;
        self.is_refused() || has_several || is_header_elsewhere
    }

    /// Takes up how the file reads with other fixes; says whether it is this one.
    pub fn hear_fixed(&mut self, run: u32, summary: FileSummary) -> bool {
        let is_this = run == self.run;
        if is_this {
            self.summary = Some(summary);
        }
        is_this
    }

    /// The number of the task that reads it.
    pub fn run(&self) -> u32 {
        self.run
    }

    /// Takes up what the worker tells; says whether the whole file has just become known.
    pub fn hear(&mut self, news: Response) -> bool {
        match news {
            Response::Opened { run, summary } if run == self.run => {
                self.summary = Some(summary);
                self.is_whole()
            }
            Response::Sheets {
                run,
                sheets,
                chosen,
                problems,
            } if run == self.run => {
                self.sheets = sheets;
                self.sheet = chosen;
                self.sheet_problems = problems;
                false
            }
            Response::Encodings { run, samples } if run == self.run => {
                self.samples = samples;
                false
            }
            Response::Reading { run, share } if run == self.run => {
                self.share = share;
                false
            }
            Response::Refused {
                run,
                problems,
                summary,
            } if run == self.run => {
                self.refusal = problems;
                self.summary = summary;
                false
            }
            _ => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::worker::messages::RowCounts;

    fn summary(counts: Option<RowCounts>) -> FileSummary {
        FileSummary {
            encoding: "UTF-8".to_owned(),
            delimiter: ',',
            header_row: 1,
            top: Vec::new(),
            columns: Vec::new(),
            first_rows: Vec::new(),
            counts,
            problems: Vec::new(),
        }
    }

    fn opened(run: u32, counts: Option<RowCounts>) -> Response {
        Response::Opened {
            run,
            summary: summary(counts),
        }
    }

    #[test]
    fn a_preview_is_not_the_whole_file() {
        let mut file = OpenFile::new("a.csv".to_owned(), 9.0, 1);
        assert!(!file.hear(opened(1, None)));
        assert!(file.hear(opened(1, Some(RowCounts { rows: 3, blank: 0 }))));
        file.restart(2);
        assert!(!file.is_whole());
        assert!(file.summary.is_some());
    }

    #[test]
    fn news_of_an_earlier_reading_are_not_heard() {
        let mut file = OpenFile::new("a.csv".to_owned(), 9.0, 2);
        assert!(!file.hear(opened(1, Some(RowCounts { rows: 3, blank: 0 }))));
        let problems = vec![Problem::of_row(Code::FileEmpty, 0)];
        let refused = |run| Response::Refused {
            run,
            problems: problems.clone(),
            summary: None,
        };
        file.hear(refused(1));
        assert!(!file.is_refused());
        file.hear(refused(2));
        assert!(file.is_refused());
    }

    #[test]
    fn what_is_certain_of_a_file_need_not_be_shown() {
        let is_doubtful = |header_row, encodings: &[&str]| {
            let mut file = OpenFile::new("a.csv".to_owned(), 9.0, 1);
            let known = FileSummary {
                header_row,
                ..summary(None)
            };
            file.hear(Response::Opened {
                run: 1,
                summary: known,
            });
            let sample = |name: &&str| ((*name).to_owned(), String::new());
            file.samples = encodings.iter().map(sample).collect();
            file.is_reading_doubtful()
        };
        assert!(!is_doubtful(1, &[]));
        assert!(!is_doubtful(1, &["UTF-8"]));
        assert!(is_doubtful(1, &["windows-1252", "windows-1251"]));
        assert!(is_doubtful(2, &[]));
        assert!(is_doubtful(0, &[]));
    }

    #[test]
    fn a_file_that_is_refused_has_a_choice_where_another_reading_may_help() {
        let has_reading = |problem: Problem, size, known, sheets| {
            let mut file = OpenFile::new("a".to_owned(), size, 1);
            let sheet = Sheet {
                name: "Cover".to_owned(),
                is_hidden: false,
                rows: None,
            };
            file.sheets = vec![sheet; sheets];
            file.hear(Response::Refused {
                run: 1,
                problems: vec![problem],
                summary: known,
            });
            let has_reading = file.has_reading();
            // The choice stays while another one is tried.
            file.restart(2);
            assert_eq!(file.has_reading(), has_reading);
            has_reading
        };
        let of = |code| Problem::of_row(code, 0);
        let kind = |kind: &str| of(Code::FileBinary).with("kind", kind);
        assert!(has_reading(
            of(Code::FileHeaderOnly),
            9.0,
            Some(summary(None)),
            0
        ));
        assert!(has_reading(of(Code::FileEmpty), 9.0, None, 0));
        assert!(has_reading(of(Code::FileEmpty), 9.0, None, 2));
        assert!(has_reading(of(Code::FileTooLarge), 9.0, None, 2));
        assert!(has_reading(kind("unknown"), 9.0, None, 0));
        assert!(!has_reading(kind("pdf"), 9.0, None, 0));
        assert!(!has_reading(of(Code::FileEmpty), 0.0, None, 0));
        assert!(!has_reading(of(Code::FileEmpty), 9.0, None, 1));
        assert!(!has_reading(of(Code::FileTooLarge), 9.0, None, 0));
    }

    #[test]
    fn what_an_earlier_reading_came_to_goes_with_a_refusal() {
        let mut file = OpenFile::new("a.csv".to_owned(), 9.0, 1);
        file.hear(opened(1, Some(RowCounts { rows: 3, blank: 0 })));
        file.restart(2);
        file.hear(Response::Refused {
            run: 2,
            problems: vec![Problem::of_row(Code::FileEmpty, 0)],
            summary: None,
        });
        assert!(file.summary.is_none());
        file.crash();
        assert!(!file.has_reading());
    }
}
