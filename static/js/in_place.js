// Under DEBUG django-htmx replaces the whole page by the error it got. Here errors are told in place, in every setting:
// what was typed and what is being watched must not vanish.
document.body.addEventListener("htmx:beforeOnLoad", (event) => event.stopPropagation());
