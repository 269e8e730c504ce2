// Addresses inside of the page: `#/t/ID/state/pingone.resources`.
export const to = (...parts) => "#/" + parts.map(encodeURIComponent).join("/");
export const place = () => location.hash.replace(/^#\/?/, "").split("/").map(each => decodeURIComponent(each));
