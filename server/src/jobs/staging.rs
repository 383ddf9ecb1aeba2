//! Getting the rows of a file into an upload: batch by batch, or a whole file cut into the same batches.

use std::io::{self, Read, Seek, Write};

use flate2::Compression;
use flate2::write::GzEncoder;
use import_core::api::{FileValidation, LineError, UploadPreview};
use import_core::problem::{Code, Problem};
use import_core::table::{
    BatchLimits, BatchReader, BatchRow, BatchWriter, Choice, Detector, Dialect, Encoding, FileKind,
    Layout, Record, RowStream, sniff,
};
use import_core::workbook::{Grid, Limits, Workbook};
use thiserror::Error;
use uuid::Uuid;

use super::describe;
use super::prepare::{BatchFault, shape_problems, unpack};
use crate::store::{BatchSummary, Staged, Store, StoreError, UploadRecord};

/// The size at which a batch of a whole file is closed before it has its rows.
const BATCH_BYTES: usize = 4 << 20;

/// Bytes of a file that are read at once.
const PIECE: usize = 256 << 10;

/// How much of a workbook is unpacked and held: a request is one of many.
const SHEET_LIMITS: Limits = Limits {
    unpacked: 2 << 30,
    text: 256 << 20,
};

/// Most errors that are kept of a file.
const ERRORS: usize = 100;

/// Rows of a preview.
const PREVIEW_ROWS: usize = 10;

/// Why rows could not be staged.
#[derive(Debug, Error)]
#[non_exhaustive]
pub enum StagingError {
    /// No such upload.
    #[error("there is no such upload")]
    NoUpload,
    /// An upload that is complete does not change.
    #[error("the upload is complete; it cannot be changed any more")]
    Complete,
    /// More than an upload may have.
    #[error("the batches of the upload come to more than {limit} bytes")]
    TooLarge {
        /// Most bytes of all batches.
        limit: u64,
    },
    /// A batch that cannot be read.
    #[error(transparent)]
    Batch(#[from] BatchFault),
    /// No batch at all.
    #[error("the upload has no batch; send at least batch 0")]
    Empty,
    /// A gap.
    #[error("batch {0} is missing")]
    BatchMissing(u64),
    /// A batch of another file.
    #[error("batch {0} has other columns than batch 0")]
    OtherColumns(u64),
    /// Rows that do not follow.
    #[error("batch {batch} begins with row {row}, but row {previous} came before it")]
    OutOfOrder {
        /// The batch.
        batch: u64,
        /// Its first row.
        row: u64,
        /// The last row of the batch before.
        previous: u64,
    },
    /// The file could not be read.
    #[error("the file could not be read")]
    File(#[source] io::Error),
    /// The store failed.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// Reads a batch as it came, without believing anything of it, and says what it holds.
fn inspect_batch(number: u64, packed: &[u8]) -> Result<BatchSummary, BatchFault> {
    let bytes = unpack(packed)?;
    let mut reader = BatchReader::new(&bytes, BatchLimits::default())?;
    let mut summary = BatchSummary {
        number,
        rows: 0,
        first_row: 0,
        last_row: 0,
        headers: reader.headers().to_vec(),
        validation: valid(),
    };
    let mut row = BatchRow::default();
    while reader.read(&mut row)? {
        if summary.rows == 0 {
            summary.first_row = row.row;
        }
        summary.rows += 1;
        summary.last_row = row.row;
        if !row.problems.is_empty() {
            note(&mut summary.validation, row.line, &shape_problems(&row));
        }
    }
    Ok(summary)
}

/// Takes one packed batch, as it came. All of an upload have `limit` bytes at most.
pub fn stage_batch(
    store: &dyn Store,
    upload: Uuid,
    number: u64,
    packed: &[u8],
    limit: u64,
) -> Result<(), StagingError> {
    let summary = inspect_batch(number, packed)?;
    match store.stage_batch(upload, &summary, packed, limit)? {
        Staged::Kept | Staged::Repeated => Ok(()),
        Staged::Refused => Err(StagingError::Complete),
        Staged::NoUpload => Err(StagingError::NoUpload),
        Staged::TooMuch => Err(StagingError::TooLarge { limit }),
    }
}

/// Closes an upload, if its batches make up one file.
pub fn complete_upload(store: &dyn Store, id: Uuid) -> Result<UploadRecord, StagingError> {
    let mut failed = None;
    let closed = store.complete_upload(id, &mut |upload, batches| {
        let whole = check_whole(upload, &batches);
        whole.map_err(|error| failed = Some(error)).ok()
    })?;
    match failed {
        Some(error) => Err(error),
        None => closed.ok_or(StagingError::NoUpload),
    }
}

/// The complete upload, if its batches make up one file.
fn check_whole(
    upload: UploadRecord,
    batches: &[BatchSummary],
) -> Result<UploadRecord, StagingError> {
    let Some(first) = batches.first() else {
        return Err(StagingError::Empty);
    };
    let mut complete = UploadRecord {
        complete: true,
        headers: first.headers.clone(),
        rows: 0,
        batches: batches.len() as u64,
        validation: valid(),
        ..upload
    };
    let mut previous = 0;
    for (number, batch) in (0..).zip(batches) {
        if batch.number != number {
            return Err(StagingError::BatchMissing(number));
        }
        if batch.headers != complete.headers {
            return Err(StagingError::OtherColumns(number));
        }
        if batch.rows > 0 {
            if batch.first_row <= previous {
                return Err(StagingError::OutOfOrder {
                    batch: number,
                    row: batch.first_row,
                    previous,
                });
            }
            previous = batch.last_row;
        }
        complete.rows += batch.rows;
        let found = &batch.validation;
        complete.validation.file_encoding_valid &= found.file_encoding_valid;
        let room = ERRORS - complete.validation.errors.len();
        let errors = found.errors.iter().take(room).cloned();
        complete.validation.errors.extend(errors);
    }
    Ok(complete)
}

/// Cuts a whole file into batches and closes the upload. What is wrong with the file is in the upload's
/// validation afterwards, as with a file that came in batches.
///
/// The file is read twice, first for its encoding, and never held: a batch of it is.
pub fn cut_file(
    store: &dyn Store,
    id: Uuid,
    file: &mut (impl Read + Seek),
) -> Result<UploadRecord, StagingError> {
    let upload = store.find_upload(id)?.ok_or(StagingError::NoUpload)?;
    if upload.complete {
        return Err(StagingError::Complete);
    }
    store.clear_batches(id)?;
    let text = match open_text(file)? {
        Ok(text) => text,
        Err(problem) => return close_unusable(store, id, &[problem], &[]),
    };
    let mut stream = match &text {
        Text::Of(encoding) => RowStream::new(*encoding, &Choice::default()),
        Text::OfSheet(_) => {
            let dialect = Some(Dialect::default());
            RowStream::new(
                Encoding::UTF_8,
                &Choice {
                    dialect,
                    ..Choice::default()
                },
            )
        }
    };
    let mut cutter = Cutter {
        store,
        upload: id,
        number: 0,
        batch: None,
        failed: None,
    };
    let mut broken = None;
    let mut cut = |piece: &[u8]| {
        if broken.is_none() {
            let pushed = stream.push(piece, |layout, record| cutter.append(layout, record));
            broken = pushed.err();
        }
        cutter.check()
    };
    match text {
        Text::Of(_) => read_pieces(file, cut)?,
        Text::OfSheet(sheet) => sheet
            .pieces(PIECE)
            .try_for_each(|piece| cut(piece.as_bytes()))?,
    }
    if broken.is_none() {
        let finished = stream.finish(|layout, record| cutter.append(layout, record));
        broken = finished.err();
        cutter.check()?;
    }
    let problems: Vec<Problem> = stream.problems().iter().cloned().chain(broken).collect();
    if problems.iter().any(Problem::is_error) {
        store.clear_batches(id)?;
        let headers = stream.layout().map(|layout| layout.headers.clone());
        return close_unusable(store, id, &problems, &headers.unwrap_or_default());
    }
    cutter.finish()?;
    complete_upload(store, id)
}

/// Where the text of a file comes from.
enum Text {
    /// The file itself, in this encoding.
    Of(Encoding),
    /// The first sheet with values of a workbook.
    OfSheet(Grid),
}

/// Finds out how a file is to be read, and goes back to its beginning; or what is wrong with it.
fn open_text(file: &mut (impl Read + Seek)) -> Result<Result<Text, Problem>, StagingError> {
    let mut head = Vec::new();
    let is_read = file.by_ref().take(PIECE as u64).read_to_end(&mut head);
    is_read.map_err(StagingError::File)?;
    file.rewind().map_err(StagingError::File)?;
    if let Ok(FileKind::Archive) = sniff(&head) {
        let opened = Workbook::open(Box::new(file), SHEET_LIMITS);
        let sheet = opened.and_then(|mut workbook| workbook.read_chosen(None));
        return Ok(sheet.map(|(_, sheet)| Text::OfSheet(sheet)));
    }
    let mut detector = Detector::default();
    read_pieces(file, |piece| {
        detector.feed(piece);
        Ok(())
    })?;
    file.rewind().map_err(StagingError::File)?;
    Ok(detector
        .finish()
        .map(|detected| Text::Of(detected.encoding)))
}

/// Reads a file piece by piece.
fn read_pieces(
    file: &mut impl Read,
    mut visit: impl FnMut(&[u8]) -> Result<(), StagingError>,
) -> Result<(), StagingError> {
    let mut piece = vec![0; PIECE];
    loop {
        let length = file.read(&mut piece).map_err(StagingError::File)?;
        if length == 0 {
            return Ok(());
        }
        visit(&piece[..length])?;
    }
}

/// Collects rows into batches and stages those that are full.
struct Cutter<'a> {
    store: &'a dyn Store,
    upload: Uuid,
    number: u64,
    batch: Option<BatchWriter>,
    failed: Option<StagingError>,
}

impl Cutter<'_> {
    fn append(&mut self, layout: &Layout, record: &Record<'_>) {
        let batch = self
            .batch
            .get_or_insert_with(|| BatchWriter::new(&layout.headers));
        batch.append(record);
        if batch.rows() >= self.store.batch_rows() || batch.size() >= BATCH_BYTES {
            let staged = self.finish();
            self.failed = self.failed.take().or(staged.err());
        }
    }

    /// Errs where a batch could not be staged.
    fn check(&mut self) -> Result<(), StagingError> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Stages what has been collected.
    fn finish(&mut self) -> Result<(), StagingError> {
        let Some(batch) = self.batch.take() else {
            return Ok(());
        };
        let packed = pack(&batch.finish()).map_err(BatchFault::NotGzip)?;
        let number = self.number;
        self.number += 1;
        // The file itself is within the limit.
        stage_batch(self.store, self.upload, number, &packed, u64::MAX)
    }
}

/// The lowest level: the bytes are read once or twice and then lie there.
pub(crate) fn pack(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes)?;
    encoder.finish()
}

fn close_unusable(
    store: &dyn Store,
    id: Uuid,
    problems: &[Problem],
    headers: &[String],
) -> Result<UploadRecord, StagingError> {
    let mut validation = valid();
    note(&mut validation, 1, problems);
    // Bytes that are no text at all have no separator either.
    validation.separator_valid = !headers.is_empty();
    let closed = store.complete_upload(id, &mut |upload, _| {
        Some(UploadRecord {
            complete: true,
            headers: headers.to_vec(),
            rows: 0,
            batches: 0,
            validation: validation.clone(),
            ..upload
        })
    })?;
    closed.ok_or(StagingError::NoUpload)
}

fn valid() -> FileValidation {
    FileValidation {
        separator_valid: true,
        file_encoding_valid: true,
        errors: Vec::new(),
    }
}

fn note(validation: &mut FileValidation, line: u64, problems: &[Problem]) {
    // A row that is left out is nothing wrong with the file.
    let problems = problems.iter();
    for problem in problems.filter(|problem| problem.code != Code::RowSkipped) {
        if matches!(problem.code, Code::EncodingInvalid | Code::FileBinary) {
            validation.file_encoding_valid = false;
        }
        if validation.errors.len() < ERRORS {
            validation.errors.push(LineError {
                line_number: line,
                message: describe(problem),
            });
        }
    }
}

/// The columns and the first rows.
pub fn preview_upload(store: &dyn Store, id: Uuid) -> Result<UploadPreview, StagingError> {
    let upload = store.find_upload(id)?.ok_or(StagingError::NoUpload)?;
    let mut preview = UploadPreview {
        upload_id: id,
        headers: upload.headers,
        entries: Vec::new(),
    };
    let mut number = 0;
    while preview.entries.len() < PREVIEW_ROWS
        && let Some(packed) = store.read_batch(id, number)?
    {
        let bytes = unpack(&packed)?;
        let mut reader =
            BatchReader::new(&bytes, BatchLimits::default()).map_err(BatchFault::from)?;
        preview.headers = reader.headers().to_vec();
        let mut row = BatchRow::default();
        while preview.entries.len() < PREVIEW_ROWS
            && reader.read(&mut row).map_err(BatchFault::from)?
        {
            preview
                .entries
                .push(row.cells().map(str::to_owned).collect());
        }
        number += 1;
    }
    Ok(preview)
}
