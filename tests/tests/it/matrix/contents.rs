//! What a response may contain: a canary in every personal field of every kind, and every response searched for all canaries.
//!
//! The policy code is not used here either: the last column of `roles.md` says what each operation may show, and the table of kinds to whom.

use std::collections::{BTreeMap, BTreeSet};

use caredesk_persistence::testing::scaled;
use caredesk_tests::{TestResponse, TestRng, TestServer, on_both_engines};
use serde_json::json;

use super::{
    callers::Caller,
    operation_of,
    planted::{CANARIES, Planted, PlantedKind},
    table::{LINES, Line},
};
use crate::fixtures::{Fixture, send_example};

/// The end of an `ETag` of a response without a body: the digest of no bytes.
const EMPTY_BODY_DIGEST: &str = "-e3b0c44298fc1c14\"";

/// The canaries in the body or a header of a response, ignoring case.
fn canaries_in(answer: &TestResponse) -> BTreeSet<(&'static str, &'static str)> {
    let headers = answer.headers.values().filter_map(|value| value.to_str().ok()).collect::<Vec<_>>().join("\n");
    let text = format!("{}\n{headers}", answer.text()).to_lowercase();
    CANARIES.into_iter().filter(|(_, canary)| text.contains(canary)).collect()
}

/// The counts of the run and its failures.
#[derive(Default)]
struct Findings {
    answers: u32,
    canaries: u32,
    with_body: u32,
    without_body: u32,
    /// The kinds that were found in the responses of a line.
    met: BTreeSet<(&'static str, &'static str)>,
    seen: BTreeSet<&'static str>,
    faults: Vec<String>,
}

impl Findings {
    fn look(&mut self, line: &Line, caller: &Caller, piece: PlantedKind, what: &str, answer: &TestResponse) {
        self.answers += 1;
        let succeeded = (200..300).contains(&answer.status);
        if succeeded && line.shows.iter().any(|shows| shows.is_met) {
            *(if answer.body.is_empty() { &mut self.without_body } else { &mut self.with_body }) += 1;
        }
        // Data of a deleted customer in the audit log is only for those who may restore the customer.
        let of_deleted = |kind: &str| kind == "customer" && piece == PlantedKind::DeletedCustomer && caller.column != "admin";
        let where_ =
            format!("{}, {}, {piece:?}{what}: {} {}", line.name, caller.name, answer.status, if succeeded { "shows" } else { "tells" });
        for (kind, canary) in canaries_in(answer) {
            self.canaries += 1;
            if succeeded && line.shows.iter().any(|shows| shows.kind == kind && shows.is_visible_to(caller)) && !of_deleted(kind) {
                self.met.insert((line.name, kind));
                self.seen.insert(canary);
            } else {
                self.faults.push(format!("{where_} {kind} {canary}"));
            }
        }
        if let Some(tag) =
            answer.header("etag").filter(|tag| answer.body.is_empty() && answer.status != 304 && !tag.ends_with(EMPTY_BODY_DIGEST))
        {
            self.faults.push(format!("{where_} nothing, and tags it {tag}"));
        }
    }
}

/// Whether a caller is tested in every run, because its responses differ in this line: of the service accounts that may call the operation those
/// that may read everything, and those that may not read some of what is shown.
fn is_always_tested(line: &Line, caller: &Caller) -> bool {
    let needed = line.scopes();
    let may = !needed.is_empty() && needed.iter().all(|scope| caller.scopes.contains(scope));
    sees_all(caller) || (may && (caller.name.ends_with("every scope") || line.shows.iter().any(|shows| !shows.is_visible_to(caller))))
}

/// Whether a caller sees what others do not, such as deleted records, or escalations to doctors.
fn sees_all(caller: &Caller) -> bool {
    ["admin", "doctor"].contains(&caller.column)
}

struct Run<'d> {
    desk: &'d TestServer,
    planted: Planted<'d>,
    chance: TestRng,
    findings: Findings,
}

impl Run<'_> {
    async fn line(&mut self, line: &Line, callers: &[Caller]) {
        let mut stage = self.stage(line).await;
        for caller in callers {
            for piece in PlantedKind::for_record_kind(line.record_kind) {
                if piece.is_read_only() && operation_of(line).method != "get" {
                    continue;
                }
                let is_certain =
                    sees_all(caller) || (is_always_tested(line, caller) && *piece == PlantedKind::for_record_kind(line.record_kind)[0]);
                if is_certain || self.chance.percent(scaled(100)) {
                    self.cell(line, caller, *piece, &stage).await;
                    if operation_of(line).is_public() {
                        stage = self.stage(line).await;
                    }
                }
            }
        }
    }

    /// The fixture of the operation, with the planted records.
    async fn stage(&mut self, line: &Line) -> Fixture {
        let mut stage = Fixture::of(self.desk, line.operation).await;
        stage.query.clone_from(&line.query);
        let planted = match line.operation {
            "search_customers" | "search_everything" => Some(("query", json!("qzvgivenname"))),
            "search_tickets" => Some(("query", json!("qzvsubject"))),
            "change_tickets" => Some(("ids", json!([self.planted.path_parameters(PlantedKind::Ticket).await[0].1]))),
            _ if stage.fields.iter().any(|(field, _)| field == "customer_id") => Some(("customer_id", json!(self.planted.other.id()))),
            _ => None,
        };
        stage.fields.extend(planted.map(|(field, value)| (field.to_owned(), value)));
        stage.fields.extend(line.fields.clone());
        stage
    }

    async fn cell(&mut self, line: &Line, caller: &Caller, piece: PlantedKind, stage: &Fixture) {
        let operation = operation_of(line);
        let at = self.planted.path_parameters(piece).await;
        let mut stage = Fixture { fixture_for: caller.client.clone(), ..stage.clone() };
        if piece != PlantedKind::Nothing {
            stage.with_id = at;
        }
        if operation.definition["responses"]["412"].is_object() && self.chance.percent(scaled(200)) {
            let mut stale = stage.clone();
            stale.headers.push(("if-match", "\"9999-0000000000000000\"".to_owned()));
            self.findings.look(line, caller, piece, " stale", &send_example(operation, &stale).await);
        }
        let takes_key = operation.parameters("header").any(|parameter| parameter["name"] == "Idempotency-Key");
        if takes_key {
            stage.headers.push(("idempotency-key", format!("contents-{}", self.desk.next_number())));
        }
        let answer = send_example(operation, &stage).await;
        self.findings.look(line, caller, piece, "", &answer);
        let succeeded = answer.status < 300;
        if takes_key && succeeded {
            let again = send_example(operation, &stage).await;
            self.findings.look(line, caller, piece, " again", &again);
            let alike = |answer: &TestResponse| (answer.status, answer.header("location").map(str::to_owned), answer.body.is_empty());
            if caller.column == "service account" && alike(&answer) != alike(&again) {
                self.findings.faults.push(format!("{}, {}, {piece:?}: {answer}, and again: {again}", line.name, caller.name));
            }
        }
        if succeeded && operation.definition["responses"]["200"]["content"]["text/csv"].is_object() {
            stage.headers.push(("accept", "text/csv".to_owned()));
            self.findings.look(line, caller, piece, " as lines", &send_example(operation, &stage).await);
        }
        if succeeded && operation.method != "get" {
            self.planted.discard(piece);
        }
    }
}

#[tokio::test]
async fn response_shows_only_what_the_caller_may_read() {
    on_both_engines(async |desk: &TestServer| {
        let callers = Caller::create_all_with_partial_scopes(desk).await;
        let mut run = Run { desk, planted: Planted::new(desk).await, chance: TestRng::from_env(), findings: Findings::default() };
        for line in LINES.iter() {
            run.line(line, &callers).await;
        }
        let Findings { answers, canaries, with_body, without_body, met, seen, faults } = run.findings;
        println!("{answers} answers × {} fields, {canaries} canaries, {with_body} with a body, {without_body} without", CANARIES.len());
        let mut of_lines: BTreeMap<&str, u32> = BTreeMap::new();
        for fault in &faults {
            *of_lines.entry(fault.split(',').next().unwrap_or_default()).or_default() += 1;
        }
        assert!(faults.is_empty(), "{} mismatches: {of_lines:#?}\n{}", faults.len(), faults.join("\n"));
        let met_by = |line: &Line| line.shows.iter().filter(|shows| shows.is_met).map(|shows| (line.name, shows.kind)).collect::<Vec<_>>();
        let unmet: Vec<_> = LINES.iter().flat_map(met_by).filter(|shown| !met.contains(shown)).collect();
        assert!(unmet.is_empty(), "the table allows these, but no response showed them: {unmet:?}");
        let unseen: Vec<_> = CANARIES.into_iter().filter(|(_, canary)| !seen.contains(canary)).collect();
        assert!(unseen.is_empty(), "no response showed {unseen:?}, so searching for them proves nothing");
        assert!(without_body > 0, "no caller created a record it may not read");
    })
    .await;
}
