//! A proxy in front of PostgreSQL that loses the response to a COMMIT: it forwards the statement and closes the connection.

use std::sync::{
    Arc,
    atomic::{AtomicBool, Ordering},
};

use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::{TcpListener, TcpStream},
};

pub(super) struct CommitProxy {
    /// The URL of the database through the proxy.
    pub(super) url: String,
    armed: Arc<AtomicBool>,
}

impl CommitProxy {
    pub(super) async fn start(url: &str) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let own = listener.local_addr().unwrap().to_string();
        let server = url.split_once('@').unwrap().1.split_once('/').unwrap().0.to_owned();
        let armed = Arc::new(AtomicBool::new(false));
        let (loses, through) = (Arc::clone(&armed), url.replace(&server, &own));
        tokio::spawn(async move {
            while let Ok((client, _)) = listener.accept().await {
                let (server, loses) = (TcpStream::connect(&server).await.unwrap(), Arc::clone(&loses));
                tokio::spawn(pass(client, server, loses));
            }
        });
        Self { url: through, armed }
    }

    /// Loses the response to the next COMMIT of a transaction that wrote.
    pub(super) fn lose_next_answer(&self) {
        self.armed.store(true, Ordering::SeqCst);
    }
}

/// Forwards both directions. For a loss the server gets the COMMIT and the time to run it, and the client gets no response.
async fn pass(client: TcpStream, server: TcpStream, loses: Arc<AtomicBool>) {
    let ((mut from_client, mut to_client), (mut from_server, mut to_server)) = (client.into_split(), server.into_split());
    let back = tokio::spawn(async move { tokio::io::copy(&mut from_server, &mut to_client).await });
    let (mut buffer, mut wrote) = (vec![0; 64 * 1024], false);
    while let Ok(length @ 1..) = from_client.read(&mut buffer).await {
        let piece = &buffer[..length];
        wrote |= contains(piece, b"INSERT INTO \"customer\"") || contains(piece, b"INSERT INTO \"read_log\"");
        if wrote && contains(piece, b"COMMIT") && loses.swap(false, Ordering::SeqCst) {
            back.abort();
            let _gone = back.await;
            to_server.write_all(piece).await.unwrap();
            tokio::time::sleep(std::time::Duration::from_millis(300)).await;
            return;
        }
        if to_server.write_all(piece).await.is_err() {
            return;
        }
    }
}

fn contains(piece: &[u8], word: &[u8]) -> bool {
    piece.windows(word.len()).any(|window| window == word)
}
