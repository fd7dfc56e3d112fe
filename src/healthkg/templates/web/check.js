// The check page, better: a file may be dropped on it, a finding leads into the text, the Turtle may be copied.
(() => {
  "use strict";
  const area = document.getElementById("turtle");
  const file = document.getElementById("file");
  const form = document.getElementById("bringing");

  function goTo(line, column) {
    const lines = area.value.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, one) => sum + one.length + 1, 0);
    area.focus();
    area.setSelectionRange(start + column - 1, start + (lines[line - 1] || "").length);
    area.scrollTop = Math.max(0, line - 4) * (area.scrollHeight / lines.length);
    area.scrollIntoView({ block: "center" });
  }

  document.addEventListener("click", (event) => {
    const link = event.target.closest("a.to-text");
    if (!link || !area) return;
    event.preventDefault();
    goTo(Number(link.dataset.line), Number(link.dataset.column));
  });

  const copy = document.getElementById("copy");
  if (copy && navigator.clipboard) {
    copy.hidden = false;
    copy.addEventListener("click", async () => {
      await navigator.clipboard.writeText(area.value);
      copy.textContent = copy.dataset.copied;
    });
  }

  if (file && form) {
    const told = document.getElementById("dropped");
    told.hidden = false;
    addEventListener("dragover", (event) => {
      event.preventDefault();
      document.body.classList.add("dropping");
    });
    addEventListener("dragleave", (event) => {
      if (!event.relatedTarget) document.body.classList.remove("dropping");
    });
    addEventListener("drop", (event) => {
      event.preventDefault();
      document.body.classList.remove("dropping");
      if (!event.dataTransfer.files.length) return;
      file.files = event.dataTransfer.files;
      told.textContent = form.dataset.dropped.replace("{name}", file.files[0].name);
    });
  }
})();
