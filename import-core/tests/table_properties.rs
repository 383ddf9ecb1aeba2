//! What holds for any file: nothing panics, nothing is lost, and every way of reading reads the same.

use std::ops::ControlFlow;

use import_core::problem::Problem;
use import_core::table::{
    BatchLimits, BatchReader, BatchRow, BatchWriter, CHOICES, Cells, Choice, Dialect, Encoding,
    HeaderRow, Indexer, Record, RowStream, Splitter, Step, Table, cut_to_lines, detect, read_file,
};
use proptest::collection::vec;
use proptest::prelude::*;

/// Text of what matters to a CSV file, so that broken files of all sorts come up.
fn messy_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-c]{1,3}",
        4 => Just(",".to_owned()),
        3 => Just("\"".to_owned()),
        2 => Just("\n".to_owned()),
        1 => Just("\r".to_owned()),
        1 => Just("\r\n".to_owned()),
        1 => Just("\"\"".to_owned()),
        1 => Just(" ".to_owned()),
        1 => Just(";".to_owned()),
        1 => Just("é".to_owned()),
        1 => Just("语".to_owned()),
    ];
    vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

/// The table of a file's first bytes.
fn preview(mut prefix: Vec<u8>, choice: &Choice) -> Result<Table, Problem> {
    cut_to_lines(&mut prefix);
    Table::preview(read_file(prefix, choice)?, choice)
}

/// Bytes that are mostly such text.
fn messy_bytes() -> impl Strategy<Value = Vec<u8>> {
    let broken = (messy_text(), vec(any::<(prop::sample::Index, u8)>(), 0..4)).prop_map(
        |(text, changes)| {
            let mut bytes = text.into_bytes();
            for (index, byte) in changes {
                if !bytes.is_empty() {
                    let at = index.index(bytes.len());
                    bytes[at] = byte;
                }
            }
            bytes
        },
    );
    prop_oneof![3 => broken, 1 => vec(any::<u8>(), 0..200)]
}

fn any_choice() -> impl Strategy<Value = Choice> {
    let dialect = (
        prop::sample::select(Dialect::DELIMITERS),
        prop::sample::select(Dialect::QUOTES),
    )
        .prop_map(|(delimiter, quote)| Dialect { delimiter, quote });
    (
        prop::option::of(prop::sample::select(CHOICES)),
        prop::option::of(dialect),
        prop_oneof![
            Just(HeaderRow::Detect),
            Just(HeaderRow::None),
            (1_u32..5).prop_map(HeaderRow::At)
        ],
    )
        .prop_map(|(encoding, dialect, header)| Choice {
            encoding,
            dialect,
            sheet: None,
            header,
        })
}

/// A row as it can be compared: numbers, cells, problems.
type Row = (u64, u64, Vec<String>, Vec<Problem>);

fn row_of(record: &Record<'_>) -> Row {
    (
        record.row,
        record.line,
        record.cells().map(str::to_owned).collect(),
        record.problems(),
    )
}

fn rows_of(table: &Table) -> Vec<Row> {
    let mut rows = Vec::new();
    let _ = table.for_each(0..table.len(), |record| {
        rows.push(row_of(record));
        ControlFlow::Continue(())
    });
    rows
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1000, ..ProptestConfig::default() })]

    #[test]
    fn both_ways_of_splitting_agree_on_any_bytes(
        bytes in messy_bytes(), at_end: bool, delimiter: u8, quote: u8, usual: bool,
    ) {
        let dialect = if usual { Dialect::default() } else { Dialect { delimiter, quote } };
        let splitter = Splitter::new(dialect);
        let mut cells = Cells::default();
        let mut rest = &bytes[..];
        while let Step::Record(extent) = splitter.cells(rest, at_end, &mut cells) {
            prop_assert!(extent.bytes > 0 && extent.bytes <= rest.len());
            if usual {
                prop_assert_eq!(splitter.skip(rest, at_end), Step::Record(extent));
                // Whatever follows, a record that was whole stays what it was.
                prop_assert_eq!(splitter.skip(rest, true), Step::Record(extent));
            }
            for cell in 0..cells.len() {
                prop_assert!(cells.value(rest, cell).is_some());
            }
            rest = &rest[extent.bytes..];
        }
        if at_end {
            prop_assert!(rest.is_empty(), "every byte belongs to a record");
        }
    }

    #[test]
    fn cells_and_what_stands_between_them_are_the_whole_record(text in messy_text()) {
        let splitter = Splitter::new(Dialect::default());
        let mut cells = Cells::default();
        let mut rest = text.as_bytes();
        while let Step::Record(extent) = splitter.cells(rest, true, &mut cells) {
            let mut end = 0;
            for cell in 0..cells.len() {
                let place = cells.place(cell).unwrap();
                prop_assert_eq!(place.start, end);
                end = place.end + 1;
            }
            let line_end = &rest[end - 1..extent.bytes];
            prop_assert!(matches!(line_end, b"" | b"\n" | b"\r\n" | b"\r"), "{:?}", line_end);
            rest = &rest[extent.bytes..];
        }
    }

    #[test]
    fn well_formed_files_read_as_the_csv_crate_reads_them(
        records in vec(vec("[a-c,;\"\n\ré语 ]{0,6}", 1..5), 0..9), crlf: bool,
    ) {
        let terminator = if crlf { csv::Terminator::CRLF } else { csv::Terminator::Any(b'\n') };
        let mut writer =
            csv::WriterBuilder::new().flexible(true).terminator(terminator).from_writer(Vec::new());
        for record in &records {
            writer.write_record(record).unwrap();
        }
        let bytes = writer.into_inner().unwrap();
        let splitter = Splitter::new(Dialect::default());
        let mut cells = Cells::default();
        let mut rest = &bytes[..];
        let mut found = Vec::new();
        while let Step::Record(extent) = splitter.cells(rest, true, &mut cells) {
            prop_assert!(cells.faults().is_empty());
            let texts = (0..cells.len()).map(|cell| cells.value(rest, cell).unwrap());
            found.push(texts.map(|text| String::from_utf8(text.to_vec()).unwrap()).collect::<Vec<_>>());
            rest = &rest[extent.bytes..];
        }
        prop_assert_eq!(&found, &records);
        let mut reader = csv::ReaderBuilder::new().flexible(true).has_headers(false).from_reader(&bytes[..]);
        let reference: Vec<Vec<String>> =
            reader.records().map(|record| record.unwrap().iter().map(str::to_owned).collect()).collect();
        prop_assert_eq!(&found, &reference);
    }

    #[test]
    fn any_bytes_make_a_table_or_one_problem(bytes in messy_bytes(), choice in any_choice()) {
        match Table::open(bytes.clone(), &choice) {
            Ok(table) => {
                let rows = rows_of(&table);
                prop_assert_eq!(rows.len(), table.len());
                prop_assert!(rows.is_sorted_by(|one, next| one.0 < next.0 && one.1 < next.1));
                let mut record = Record::default();
                for (index, row) in rows.iter().enumerate() {
                    prop_assert!(table.record(index, &mut record));
                    prop_assert_eq!(&row_of(&record), row);
                    prop_assert_eq!(table.find_row(row.0), Some(index));
                }
                prop_assert!(!table.record(table.len(), &mut record));
            }
            Err(problem) => prop_assert!(problem.is_error() && problem.row == 0),
        }
        let _ = preview(bytes, &choice);
    }

    #[test]
    fn steps_of_any_size_index_the_same(bytes in messy_bytes(), choice in any_choice(), step in 1_usize..20) {
        let (Ok(table), Ok(mut indexer)) = (Indexer::open(bytes.clone(), &choice).map(Indexer::finish), Indexer::open(bytes, &choice)) else {
            return Ok(());
        };
        while !indexer.advance(step).is_done() {
            let so_far = indexer.table();
            prop_assert!(so_far.len() <= table.len());
            prop_assert_eq!(&rows_of(so_far)[..], &rows_of(&table)[..so_far.len()]);
        }
        let stepped = indexer.finish();
        prop_assert_eq!(rows_of(&stepped), rows_of(&table));
        prop_assert_eq!(stepped.problems(), table.problems());
        prop_assert_eq!(stepped.blank_rows(), table.blank_rows());
    }

    #[test]
    fn a_stream_in_pieces_of_any_size_reads_the_same(
        bytes in messy_bytes(), choice in any_choice(), size in 1_usize..40,
    ) {
        let encoding = choice.encoding.unwrap_or_else(|| detect(&bytes).encoding);
        let choice = Choice { encoding: Some(encoding), ..choice };
        let Ok(table) = Indexer::open(bytes.clone(), &choice).map(Indexer::finish) else { return Ok(()) };
        let mut stream = RowStream::new(encoding, &choice);
        let mut rows = Vec::new();
        for piece in bytes.chunks(size) {
            stream.push(piece, |_, record| rows.push(row_of(record))).unwrap();
        }
        stream.finish(|_, record| rows.push(row_of(record))).unwrap();
        prop_assert_eq!(&rows, &rows_of(&table));
        prop_assert_eq!(stream.layout(), Some(table.layout()));
        prop_assert_eq!(stream.problems(), table.problems());
        prop_assert_eq!((stream.rows(), stream.blank_rows()), (rows.len() as u64, table.blank_rows()));
    }

    #[test]
    fn a_preview_is_the_start_of_the_table(text in messy_text(), cut in any::<prop::sample::Index>()) {
        let dialect = Some(Dialect::default());
        let choice = Choice { encoding: Some(Encoding::UTF_8), dialect, sheet: None, header: HeaderRow::At(1) };
        let bytes = text.into_bytes();
        let prefix = bytes[..cut.index(bytes.len() + 1)].to_vec();
        let (Ok(table), Ok(preview)) = (Table::open(bytes, &choice), preview(prefix, &choice)) else {
            return Ok(());
        };
        if preview.headers() == table.headers() {
            let rows = rows_of(&table);
            prop_assert_eq!(rows_of(&preview), rows.into_iter().take(preview.len()).collect::<Vec<_>>());
        }
    }

    #[test]
    fn batches_carry_every_row_as_it_was_read(bytes in messy_bytes()) {
        let Ok(table) = Table::open(bytes, &Choice { header: HeaderRow::At(1), ..Choice::default() }) else {
            return Ok(());
        };
        let mut batch = BatchWriter::new(table.headers());
        let _ = table.for_each(0..table.len(), |record| {
            batch.append(record);
            ControlFlow::Continue(())
        });
        prop_assert_eq!(batch.rows(), table.len());
        let bytes = batch.finish();
        let Ok(mut reader) = BatchReader::new(&bytes, BatchLimits::default()) else {
            // Such a file is not sent.
            prop_assert!(table.problems().iter().any(Problem::is_error));
            return Ok(());
        };
        prop_assert_eq!(reader.headers(), table.headers());
        let mut row = BatchRow::default();
        let mut rows: Vec<Row> = Vec::new();
        while reader.read(&mut row).unwrap() {
            rows.push((row.row, row.line, row.cells().map(str::to_owned).collect(), row.problems.clone()));
        }
        prop_assert_eq!(rows, rows_of(&table));
    }

    #[test]
    fn hostile_batches_are_errors_at_worst(mut bytes in messy_bytes(), has_columns: bool) {
        if has_columns {
            bytes.splice(..0, *b"#row,#line,#problems,a,b\n2,2,,x,y\n");
        }
        let limits = BatchLimits { rows: 5, cells: 4, problems: 1 };
        let Ok(mut reader) = BatchReader::new(&bytes, limits) else { return Ok(()) };
        let mut row = BatchRow::default();
        while let Ok(true) = reader.read(&mut row) {
            prop_assert!(row.len() <= limits.cells && row.row > 0 && row.line > 0);
        }
    }
}
