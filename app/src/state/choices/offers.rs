//! Fields that are only offered for columns: taken all at once, and given back.

use import_core::columns::{Advice, Field};
use import_core::schema::Target;

use super::Choices;

impl Choices {
    /// The columns whose offered fields can be taken without a look at each: nothing speaks against them, nobody has
    /// said no, and no other column feeds the field.
    pub fn offers(&self) -> Vec<(usize, Field)> {
        let offers = self.columns.iter().filter_map(|column| {
            let Advice::Suggested(suggestion) = column.advice else {
                return None;
            };
            let is_open = column.target.is_none()
                && !column.is_declined
                && !self.drift.is_left_out(column.index)
                && suggestion.doubt.is_none();
            let target = Some(Target::Field(suggestion.field));
            let is_free = self.columns.iter().all(|other| other.target != target);
            (is_open && is_free).then_some((column.index, suggestion.field))
        });
        offers.collect()
    }

    /// Feeds the fields that are offered.
    pub fn take_offers(&mut self, offers: &[(usize, Field)]) {
        for (at, field) in offers {
            self.set_target(*at, Some(Target::Field(*field)));
        }
    }

    /// Those of the taken offers that are as they were taken.
    pub fn still_taken(&self, offers: &[(usize, Field)]) -> Vec<(usize, Field)> {
        let is_taken = |(at, field): &(usize, Field)| {
            let column = self.columns.get(*at);
            column.is_some_and(|column| column.target == Some(Target::Field(*field)))
        };
        offers.iter().copied().filter(is_taken).collect()
    }

    /// Makes offers of what was taken again, except where something else was chosen since.
    pub fn return_offers(&mut self, offers: &[(usize, Field)]) {
        for (at, _) in self.still_taken(offers) {
            self.columns[at].feed(None);
            self.drift.decide(at, false);
        }
    }
}

#[cfg(test)]
mod tests {
    use import_core::columns::{Confidence, Doubt, Look, Reason, Suggestion};

    use super::*;
    use crate::state::choices::ColumnChoice;

    fn offered(index: usize, field: Field, doubt: Option<Doubt>) -> ColumnChoice {
        let mut column = ColumnChoice::new(index, "x");
        column.advice = Advice::Suggested(Suggestion {
            field,
            confidence: Confidence::Possible,
            reason: Reason::Values(Look::Emails),
            doubt,
        });
        column
    }

    fn choices() -> Choices {
        let mut declined = offered(3, Field::State, None);
        declined.is_declined = true;
        let mut other = ColumnChoice::new(4, "y");
        other.feed(Some(Target::Field(Field::City)));
        Choices {
            columns: vec![
                offered(0, Field::WorkEmail, None),
                offered(1, Field::OrganizationName, Some(Doubt::NoOrganizationId)),
                offered(2, Field::City, None),
                declined,
                other,
                offered(5, Field::CellPhone, None),
            ],
            ..Choices::default()
        }
    }

    #[test]
    fn doubtful_declined_and_taken_fields_are_no_offers() {
        let expected = [(0, Field::WorkEmail), (5, Field::CellPhone)];
        assert_eq!(choices().offers(), expected);
    }

    #[test]
    fn taken_offers_go_back_unless_something_else_was_chosen() {
        let mut choices = choices();
        let before = choices.clone();
        let offers = choices.offers();
        choices.take_offers(&offers);
        assert_eq!(choices.still_taken(&offers), offers);
        assert_eq!(choices.offers(), []);

        let mut changed = choices.clone();
        changed.set_target(0, Some(Target::Field(Field::OtherEmail)));
        changed.return_offers(&offers);
        assert_eq!(changed.offers(), [(5, Field::CellPhone)]);
        let other = Some(Target::Field(Field::OtherEmail));
        assert_eq!(changed.columns[0].target, other);

        choices.return_offers(&offers);
        assert_eq!(choices, before);
    }
}
