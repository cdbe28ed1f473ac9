// Where the session is opened: here, whatever name this server goes by. `?fontsize=20` for a TV.
"use strict";
document.addEventListener("DOMContentLoaded", () => {
  const terminal = document.getElementById("terminal");
  const scheme = location.protocol === "https:" ? "wss:" : "ws:";
  terminal.dataset.sessionWebsocketUrl = `${scheme}//${location.host}/ws`;
  const size = Number(new URLSearchParams(location.search).get("fontsize"));
  if (size >= 6 && size <= 80) terminal.dataset.fontSize = String(size);
  document.getElementById("again").addEventListener("click", () => location.reload());
});
