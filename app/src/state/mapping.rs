//! Columns and fields: which are taken twice.

use super::choices::ColumnChoice;

/// Every column whose field an earlier column feeds already, with that column.
pub fn fields_taken_twice(columns: &[ColumnChoice]) -> Vec<(usize, usize)> {
    let taken_before = |at: usize| {
        let target = columns[at].target.as_ref()?;
        columns[..at]
            .iter()
            .position(|other| other.target.as_ref() == Some(target))
    };
    (0..columns.len())
        .filter_map(|at| Some((at, taken_before(at)?)))
        .collect()
}

#[cfg(test)]
mod tests {
    use import_core::columns::Field;
    use import_core::schema::Target;

    use super::*;

    fn column(index: usize, header: &str, field: Option<Field>) -> ColumnChoice {
        let mut column = ColumnChoice::new(index, header);
        column.feed(field.map(Target::Field));
        column
    }

    #[test]
    fn the_later_of_two_columns_on_one_field_is_named_with_the_first() {
        let columns = [
            column(0, "a", Some(Field::City)),
            column(1, "b", None),
            column(2, "c", Some(Field::City)),
            column(3, "d", None),
        ];
        assert_eq!(fields_taken_twice(&columns), [(2, 0)]);
    }
}
