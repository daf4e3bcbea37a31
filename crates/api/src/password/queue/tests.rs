use std::time::Duration;

use caredesk_domain::throttle::ThrottleKind;
use futures::FutureExt as _;
use tokio::task::{JoinHandle, yield_now};

use super::*;

fn key(kind: ThrottleKind, number: u8) -> ThrottleKey {
    ThrottleKey { kind, hash: [number; 32] }
}

fn stranger(address: u8, account: u8) -> Vec<ThrottleKey> {
    vec![key(ThrottleKind::Account, account), key(ThrottleKind::Address, address)]
}

fn device(number: u8) -> Vec<ThrottleKey> {
    vec![key(ThrottleKind::Device, number)]
}

/// Spawns a waiter that pushes `name` to `served` once it has a permit.
async fn wait(queue: &Queue, keys: Vec<ThrottleKey>, name: &'static str, served: &Arc<Mutex<Vec<&'static str>>>) -> JoinHandle<bool> {
    let (queue, served) = (queue.clone(), served.clone());
    let waiting = tokio::spawn(async move {
        let permit = queue.acquire(&keys, 0).await;
        if permit.is_ok() {
            served.lock().unwrap().push(name);
        }
        permit.is_ok()
    });
    yield_now().await;
    waiting
}

#[tokio::test]
async fn acquire_from_one_address_alternates_with_others() {
    let (queue, served) = (Queue::new(1, 100), Arc::default());
    let first = queue.acquire(&stranger(9, 9), 0).await.unwrap();
    let mut waiting = Vec::new();
    for number in 0..20 {
        waiting.push(wait(&queue, stranger(1, 100 + number), "attacker", &served).await);
    }
    waiting.push(wait(&queue, stranger(2, 2), "honest", &served).await);
    waiting.push(wait(&queue, stranger(3, 3), "another", &served).await);
    waiting.push(wait(&queue, device(1), "known", &served).await);
    drop(first);
    for each in waiting {
        assert!(each.await.unwrap());
    }
    assert_eq!(served.lock().unwrap()[..5], ["known", "attacker", "honest", "another", "attacker"]);
}

#[tokio::test]
async fn acquire_for_one_account_from_many_addresses_alternates_with_others() {
    let (queue, served) = (Queue::new(1, 100), Arc::default());
    let first = queue.acquire(&stranger(200, 200), 0).await.unwrap();
    let mut waiting = Vec::new();
    for address in 0..20 {
        waiting.push(wait(&queue, stranger(address, 1), "attacker", &served).await);
    }
    waiting.push(wait(&queue, stranger(100, 2), "honest", &served).await);
    drop(first);
    for each in waiting {
        each.await.unwrap();
    }
    assert_eq!(served.lock().unwrap()[..3], ["attacker", "honest", "attacker"]);
}

#[tokio::test]
async fn acquire_when_full_rejects_last_waiter_of_most_frequent_key() {
    let (queue, served) = (Queue::new(1, 4), Arc::default());
    let first = queue.acquire(&stranger(9, 9), 0).await.unwrap();
    let mut waiting = Vec::new();
    for account in 0..4 {
        waiting.push(wait(&queue, stranger(1, account), "attacker", &served).await);
    }
    assert!(matches!(queue.acquire(&stranger(1, 50), 0).await, Err(ServiceError::Busy)), "they would stand last");
    let honest = wait(&queue, stranger(2, 60), "honest", &served).await;
    assert!(!waiting.pop().unwrap().await.unwrap(), "the last of the attacker made room");
    drop(first);
    assert!(honest.await.unwrap());
    for each in waiting {
        assert!(each.await.unwrap());
    }
}

#[tokio::test]
async fn acquire_cancelled_passes_permit_to_next_waiter() {
    let queue = Queue::new(1, 10);
    let first = queue.acquire(&[], 0).await.unwrap();
    let mut gone = Box::pin(queue.acquire(&[], 0));
    assert!((&mut gone).now_or_never().is_none());
    let mut stays = Box::pin(queue.acquire(&[], 0));
    assert!((&mut stays).now_or_never().is_none());
    drop(gone);
    drop(first);
    let permit = tokio::time::timeout(Duration::from_secs(5), stays).await.unwrap().unwrap();
    drop(permit);
    assert_eq!(queue.state().running, 0);
}

// Bug once: the places of rejected waiters were kept, which put the next honest attempt of that address behind hundreds of others.
#[tokio::test]
async fn acquire_after_many_rejections_keeps_place_of_address() {
    let (queue, served) = (Queue::new(1, 1), Arc::default());
    let first = queue.acquire(&[], 0).await.unwrap();
    for account in 0..100 {
        drop(wait(&queue, stranger(1, account), "stranger", &served).await);
        drop(wait(&queue, device(account), "known", &served).await);
        drop(queue.state().waiting.pop_first());
    }
    let next = queue.state().next.get(&key(ThrottleKind::Address, 1)).copied();
    assert_eq!(next, Some(0));
    drop(first);
}

#[tokio::test]
async fn acquire_when_full_keeps_key_that_waits_once() {
    let (queue, served) = (Queue::new(1, 4), Arc::default());
    let first = queue.acquire(&stranger(5, 9), 0).await.unwrap();
    let mut waiting = Vec::new();
    for (address, account) in [(1, 1), (2, 2), (3, 3), (3, 4)] {
        waiting.push(wait(&queue, stranger(address, account), "attacker", &served).await);
    }
    // Address 5 was served just now, so this has the same place as the second of address 3, and came later.
    let honest = wait(&queue, stranger(5, 5), "honest", &served).await;
    drop(first);
    assert!(honest.await.unwrap());
    assert!(!waiting.pop().unwrap().await.unwrap());
}

#[tokio::test]
async fn acquire_after_failures_is_served_less_often() {
    let (queue, served) = (Queue::new(1, 100), Arc::<Mutex<Vec<&str>>>::default());
    let first = queue.acquire(&[], 0).await.unwrap();
    let mut waiting = Vec::new();
    for account in 0..6 {
        for (address, failures, name) in [(1, 4, "guessing"), (2, 0, "honest")] {
            let (queue, served) = (queue.clone(), served.clone());
            waiting.push(tokio::spawn(async move {
                let _turn = queue.acquire(&stranger(address, 10 * address + account), failures).await.unwrap();
                served.lock().unwrap().push(name);
            }));
            yield_now().await;
        }
    }
    drop(first);
    futures::future::join_all(waiting).await;
    let served = served.lock().unwrap();
    assert_eq!(served[..7].iter().filter(|name| **name == "guessing").count(), 2, "{served:?}");
}
