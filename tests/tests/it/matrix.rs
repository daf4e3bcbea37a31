//! Every operation by every kind of caller on records in every situation, against the roles table in `matrix/roles.md`.
//!
//! The policy code is not used here: the table is the specification, and the responses are checked against it.

mod callers;
mod contents;
mod planted;
mod records;
mod table;

use std::collections::BTreeMap;

use caredesk_persistence::testing::scaled;
use caredesk_tests::{TestResponse, TestRng, TestServer, document, document::Operation, on_both_engines};

use crate::fixtures::{Fixture, send_example};
use callers::Caller;
use records::Records;
use table::{Expected, LINES, Line, RecordKind, Situation};

fn operation_of(line: &Line) -> Operation {
    let known = document::operations().find(|operation| operation.id() == line.operation);
    known.unwrap_or_else(|| panic!("there is no operation {}", line.operation))
}

#[test]
fn roles_table_has_a_line_for_every_operation() {
    let missing: Vec<&str> =
        document::operations().map(|operation| operation.id()).filter(|id| LINES.iter().all(|line| line.operation != *id)).collect();
    assert!(missing.is_empty(), "matrix/roles.md has no line for {missing:?}");
    for line in LINES.iter() {
        let template = operation_of(line).template;
        assert_eq!(line.record_kind != RecordKind::Nothing, template.contains('{'), "{} is at {template}", line.name);
        assert_eq!(LINES.iter().filter(|other| other.name == line.name).count(), 1, "{}", line.name);
    }
}

/// The alternative sets of scopes of an operation in the document.
fn documented(operation: Operation) -> Vec<Vec<String>> {
    let ways = operation.definition["security"].as_array().into_iter().flatten();
    let scopes = ways.filter_map(|way| way["client_credentials"].as_array());
    scopes.map(|scopes| scopes.iter().map(|scope| scope.as_str().unwrap().to_owned()).collect()).collect()
}

#[test]
fn document_lists_scopes_of_every_operation_as_the_roles_table() {
    for operation in document::operations() {
        let lines = || LINES.iter().filter(|line| line.operation == operation.id() && line.query.is_none());
        let documented = documented(operation);
        let wanted: Vec<&[&str]> = lines().map(Line::scopes).filter(|scopes| !scopes.is_empty()).collect();
        for scopes in &documented {
            assert!(wanted.iter().any(|wanted| *wanted == scopes.as_slice()), "{}: no line has exactly {scopes:?}", operation.id());
        }
        for scopes in wanted {
            let suffices = |one: &Vec<String>| one.iter().all(|scope| scopes.contains(&scope.as_str()));
            assert!(documented.iter().any(suffices), "{}: service accounts with {scopes:?} are not documented", operation.id());
        }
        assert!(operation.definition["description"].as_str().is_some_and(|text| !text.is_empty()), "{}", operation.id());
        assert!(operation.definition["summary"].as_str().is_some_and(|text| !text.is_empty()), "{}", operation.id());
    }
}

/// One call of an operation by one caller.
struct Cell<'a> {
    line: &'a Line,
    caller: &'a Caller,
    situation: Situation,
    expected: Expected,
}

impl Cell<'_> {
    async fn send(&self, records: &mut Records<'_>, stage: &Fixture) -> TestResponse {
        let operation = operation_of(self.line);
        let (which, at) = records.take(self.line.record_kind, self.situation, self.caller).await;
        let mut stage = Fixture { fixture_for: self.caller.client.clone(), query: self.line.query.clone(), ..stage.clone() };
        if self.line.record_kind != RecordKind::Nothing {
            stage.with_id.clone_from(&at);
        }
        stage.fields.extend(self.line.fields.clone());
        let answer = send_example(operation, &stage).await;
        // A rejected or read record is unchanged and can be used again.
        if answer.status >= 300 || operation.method == "get" {
            records.give_back((which, at));
        }
        answer
    }
}

/// The minimum percentage tested of service accounts for which a line says the same.
const OF_THE_ALIKE: u32 = 20;

/// The sampled cells of one caller in one line: one of each expected outcome, and of the others as many as the scale says.
fn sample<'a>(line: &'a Line, caller: &'a Caller, chance: &mut TestRng) -> Vec<Cell<'a>> {
    let mut outcomes: BTreeMap<Expected, Vec<Situation>> = BTreeMap::new();
    for situation in line.record_kind.situations() {
        outcomes.entry(line.expects(caller, situation)).or_default().push(situation);
    }
    let at_least_one = line.tells_apart(caller) || chance.percent(OF_THE_ALIKE);
    let mut cells = Vec::new();
    for (expected, situations) in outcomes {
        let sure = at_least_one.then(|| chance.below(situations.len()));
        for (place, situation) in situations.into_iter().enumerate() {
            if sure == Some(place) || chance.percent(scaled(100)) {
                cells.push(Cell { line, caller, situation, expected });
            }
        }
    }
    cells
}

#[tokio::test]
async fn operation_is_allowed_exactly_as_the_roles_table_says() {
    on_both_engines(async |desk: &TestServer| {
        let mut chance = TestRng::from_env();
        let (callers, mut records) = (Caller::create_all(desk).await, Records::new(desk).await);
        let (mut tried, mut faults) = (BTreeMap::<Expected, u32>::new(), Vec::new());
        for line in LINES.iter() {
            let mut stage = Fixture::of(desk, line.operation).await;
            for cell in callers.iter().flat_map(|caller| sample(line, caller, &mut chance)) {
                let answer = cell.send(&mut records, &stage).await;
                *tried.entry(cell.expected).or_default() += 1;
                if !cell.expected.matches(answer.status) {
                    let (who, which) = (&cell.caller.name, cell.situation);
                    faults.push(format!("{}, {who}, {which:?}: {:?} expected: {answer}", line.name, cell.expected));
                }
                if operation_of(line).is_public() {
                    stage = Fixture::of(desk, line.operation).await;
                }
            }
        }
        println!("cells: {tried:?}");
        assert!(faults.is_empty(), "{} cells:\n{}", faults.len(), faults.join("\n"));
    })
    .await;
}
