/* Opening: show what the address asks for; all of it, where it asks for nothing. */
document.documentElement.classList.add("scripted");
readColours();
if (!follow()) refresh();
fit();
showAsked();
window.addEventListener("hashchange", () => { if (follow()) showAsked(); });
document.fonts.ready.then(() => { nodes.forEach((node) => { node.text = null; }); redraw(); });
picture.dataset.ready = "yes";
