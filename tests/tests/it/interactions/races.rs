//! Concurrent requests: one succeeds, the others get a conflict.

use std::collections::BTreeSet;

use caredesk_tests::{on_both_engines, race, race_all, race_rounds};
use serde_json::json;

use super::SUMMARY;

#[tokio::test]
async fn end_interaction_32_times_at_once_succeeds_once() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for _ in race_rounds(100) {
            let path = format!("/interactions/{}", desk.interaction().await.id());
            let end = format!("{path}/end");
            let answers = race_all((0..32).map(|_| agent.post(&end, json!({"summary": SUMMARY})))).await;
            let (won, lost): (Vec<_>, Vec<_>) = answers.into_iter().partition(|answer| answer.status == 200);
            assert_eq!((won.len(), lost.len()), (1, 31));
            for answer in lost {
                answer.problem(409, "already_ended");
            }
            assert_eq!(agent.get(&path).await.ok()["version"], 2);
            let timeline = agent.get(&format!("{path}/timeline")).await.ok();
            assert_eq!(timeline.each("action"), ["end", "log_interaction"]);
        }
    })
    .await;
}

#[tokio::test]
async fn update_interaction_twice_with_one_etag_is_412_once() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for _ in race_rounds(100) {
            let chat = desk.interaction().ended().await;
            let path = format!("/interactions/{}", chat.id());
            let (one, other) = race(
                agent.patch(&path, chat.etag(), json!({"channel": "call"})),
                agent.patch(&path, chat.etag(), json!({"direction": "outbound"})),
            )
            .await;
            assert_eq!(BTreeSet::from([one.status, other.status]), BTreeSet::from([200, 412]));
            let after = agent.get(&path).await.ok();
            let changed = if one.status == 200 { ("call", "inbound") } else { ("chat", "outbound") };
            assert_eq!((after["channel"].as_str().unwrap(), after["direction"].as_str().unwrap()), changed);
            assert_eq!(after["version"], 2);
        }
    })
    .await;
}

#[tokio::test]
async fn update_note_twice_with_one_etag_is_412_once() {
    on_both_engines(async |desk| {
        let agent = desk.agent().await;
        for _ in race_rounds(100) {
            let notes = format!("/interactions/{}/notes", desk.interaction().await.id());
            let note = agent.post(&notes, json!({"body": "She is anxious."})).await.created();
            let path = format!("/notes/{}", note.id());
            let (one, other) = race(
                agent.patch(&path, note.etag(), json!({"body": "She is calm."})),
                agent.patch(&path, note.etag(), json!({"body": "She is asleep."})),
            )
            .await;
            assert_eq!(BTreeSet::from([one.status, other.status]), BTreeSet::from([200, 412]));
            let kept = if one.status == 200 { "She is calm." } else { "She is asleep." };
            assert_eq!(agent.get(&path).await.ok()["body"], kept);
        }
    })
    .await;
}
