// Reads a WebSocket until the server closes it, which it does after the last row.
//
// k6/ws, not the newer k6/websockets: that one drops messages which arrive before its event loop has heard of the opening (seen with
// k6 1.8.1), so that rows sent right behind the handshake are missing in about one stream of a thousand.

import ws from 'k6/ws';

// onMessage gets the text of each message; gives up after so many seconds. Returns the close code, 0 when there was none.
export function readSocket(url, headers, seconds, onMessage) {
  let code = 0;
  const response = ws.connect(url, { headers }, (socket) => {
    socket.on('message', onMessage);
    socket.on('error', (error) => console.error(`${url}: ${error.error()}`));
    socket.on('close', (closed) => {
      code = closed;
    });
    socket.setTimeout(() => socket.close(4000), seconds * 1000);
  });
  if (!response || response.status !== 101) console.error(`${url}: ${response ? response.status : 'no answer'} instead of 101`);
  return code;
}
