//! Random data sets: each list and search returns exactly the records that a `GET` of each returns, and these are what the design promises.

mod actors;
mod model;
mod nested_reads;
mod oracle;
mod view;

use caredesk_domain::actor::Role;
use caredesk_persistence::testing::scaled;
use caredesk_tests::{Client, TestRng, on_both_engines};

use actors::Actors;
use model::{RecordSet, RecordSetBuilder};
use nested_reads::NestedReads;
use oracle::ExpectedReads;
use view::{ReadableIds, check_global_search, get_each, ids, search, walk};

/// Each list, with the filter that selects the rows of one data set.
const LISTS: [(&str, &str); 4] = [
    ("customers", "updated_at[gte]"),
    ("interactions", "started_at[gte]"),
    ("tickets", "created_at[gte]"),
    ("escalations", "created_at[gte]"),
];

impl RecordSet {
    /// The ids of each kind.
    fn kinds(&self) -> [(&'static str, Vec<String>); 4] {
        let escalations = self.escalations.iter().map(|case| case.id.clone()).collect();
        [
            ("customers", self.customers.clone()),
            ("interactions", self.interactions.clone()),
            ("tickets", self.tickets.clone()),
            ("escalations", escalations),
        ]
    }
}

/// The caller whose reads are checked.
#[derive(Clone, Copy)]
struct Viewer<'a> {
    by: &'a Client,
    /// `None` for a service account.
    role: Option<Role>,
}

impl Viewer<'_> {
    fn expected(self, truth: &ExpectedReads, kind: &str, world: &RecordSet) -> ReadableIds {
        match self.role {
            Some(Role::Doctor) => truth.scoped_to_doctor(self.by.id(), kind, world),
            role => truth.unscoped(kind, role == Some(Role::Admin)),
        }
    }

    /// Compares `GET` of each record with lists and searches.
    async fn check(self, truth: &ExpectedReads, world: &RecordSet, chance: &mut TestRng) {
        let who = format!("{:?} {}", self.role, self.by.person().name);
        let mut shown = Vec::new();
        for ((kind, all), (list, since)) in world.kinds().iter().zip(LISTS) {
            let alone = get_each(self.by, kind, all.iter().map(String::as_str)).await;
            assert_eq!(alone, self.expected(truth, kind, world), "{who}, {kind} alone");
            let list = format!("/{list}?{since}={}", world.since);
            assert_eq!(ids(&walk(self.by, &list).await), alone.live, "{who}, {list}");
            let hidden = format!("{list}&deleted=true");
            if self.role == Some(Role::Admin) {
                assert_eq!(ids(&walk(self.by, &hidden).await), alone.deleted, "{who}, {hidden}");
            } else {
                self.by.get(&hidden).await.problem(403, "forbidden");
            }
            shown.push(alone);
        }
        let [customers, interactions, tickets, escalations] = shown.try_into().expect("four kinds");
        assert_eq!(search(self.by, "customers", world).await, customers.live, "{who}, search for customers {}", world.word);
        assert_eq!(search(self.by, "tickets", world).await, tickets.live, "{who}, search for tickets of {}", world.word);
        let everything = [("customer", &customers), ("ticket", &tickets), ("interaction", &interactions)];
        check_global_search(self.by, world, everything).await;
        let reads_notes = self.role != Some(Role::Doctor);
        NestedReads { by: self.by, reads_notes, world, truth, customers, tickets, interactions, escalations }.check(chance).await;
    }
}

#[tokio::test]
async fn lists_and_searches_return_exactly_the_readable_records() {
    on_both_engines(async |desk| {
        let mut cast = Actors::new(desk).await;
        for seed in TestRng::seeds(scaled(1000)) {
            let mut chance = TestRng::from_seed(seed);
            cast.renew_tokens().await;
            let world = RecordSetBuilder { desk, actors: &cast, chance: &mut chance }.build().await;
            let truth = ExpectedReads::of(&world, &cast.admin).await;
            let people = [
                (&cast.agent, Role::Agent),
                (&cast.doctors[0], Role::Doctor),
                (&cast.doctors[1], Role::Doctor),
                (&cast.admin, Role::Admin),
            ];
            for (by, role) in people {
                Viewer { by, role: Some(role) }.check(&truth, &world, &mut chance).await;
            }
            Viewer { by: &cast.program, role: None }.check(&truth, &world, &mut chance).await;
        }
    })
    .await;
}
