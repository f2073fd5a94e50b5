// What the map is drawn on without internet: a schematic coast, places to find one's way, and a net of degrees. Coordinates are
// [latitude, longitude], rounded to a few hundred metres; this is no chart to sail by.

/** The mainland from Kirkkonummi to Porvoo; closed in the north. */
const COAST = [
  [59.96, 24.20], [59.99, 24.38], [59.97, 24.42], [60.02, 24.46], [60.05, 24.50], [60.08, 24.53], [60.10, 24.57], [60.135, 24.575], [60.16, 24.595],
  [60.158, 24.615], [60.146, 24.635], [60.137, 24.66], [60.130, 24.69], [60.140, 24.71], [60.137, 24.735], [60.148, 24.742], [60.146, 24.765], [60.157, 24.775],
  [60.158, 24.80], [60.170, 24.815], [60.176, 24.835], [60.186, 24.838], [60.189, 24.825], [60.202, 24.832], [60.205, 24.855], [60.198, 24.872], [60.189, 24.866],
  [60.184, 24.885], [60.192, 24.897], [60.185, 24.910], [60.175, 24.917], [60.166, 24.908], [60.162, 24.918], [60.150, 24.916], [60.149, 24.925], [60.158, 24.928],
  [60.149, 24.937], [60.154, 24.947], [60.153, 24.958], [60.161, 24.962], [60.167, 24.953], [60.166, 24.972], [60.170, 24.972], [60.172, 24.957], [60.180, 24.957],
  [60.184, 24.972], [60.192, 24.985], [60.203, 24.978], [60.214, 24.983], [60.216, 25.002], [60.204, 25.008], [60.197, 25.022], [60.189, 25.026], [60.178, 25.016],
  [60.164, 25.030], [60.160, 25.058], [60.171, 25.063], [60.183, 25.048], [60.190, 25.058], [60.190, 25.080], [60.200, 25.090], [60.214, 25.100], [60.208, 25.112],
  [60.195, 25.120], [60.192, 25.145], [60.200, 25.165], [60.207, 25.200], [60.222, 25.200], [60.232, 25.170], [60.243, 25.185], [60.238, 25.215], [60.245, 25.26],
  [60.262, 25.29], [60.252, 25.33], [60.268, 25.38], [60.262, 25.43], [60.290, 25.47], [60.300, 25.54], [60.330, 25.58], [60.380, 25.66], [60.33, 25.70],
  [60.30, 25.80], [60.34, 25.95], [60.34, 26.30], [61.80, 26.30], [61.80, 22.90], [59.80, 22.90], [59.86, 23.20], [59.93, 23.40], [59.97, 23.75], [60.02, 23.95],
];
const ISLANDS = [
  [[60.170, 24.868], [60.164, 24.898], [60.152, 24.892], [60.146, 24.876], [60.155, 24.862]],
  [[60.190, 24.995], [60.190, 25.015], [60.182, 25.012], [60.182, 24.992]],
  [[60.149, 24.980], [60.150, 24.990], [60.143, 24.995], [60.141, 24.983]],
  [[60.155, 25.030], [60.155, 25.060], [60.143, 25.070], [60.138, 25.045], [60.145, 25.030]],
  [[60.130, 24.735], [60.130, 24.760], [60.120, 24.765], [60.118, 24.740]],
  [[60.127, 24.690], [60.125, 24.715], [60.115, 24.712], [60.116, 24.690]],
  [[60.105, 24.840], [60.108, 24.855], [60.100, 24.860], [60.098, 24.845]],
  [[60.170, 25.110], [60.178, 25.150], [60.165, 25.180], [60.160, 25.130]],
];
const PLACES = [
  ['Helsinki', 60.170, 24.941, 8], ['Espoo', 60.205, 24.656, 9], ['Vantaa', 60.293, 25.038, 9], ['Kirkkonummi', 60.123, 24.438, 10], ['Kerava', 60.403, 25.105, 10],
  ['Sipoo', 60.377, 25.270, 10], ['Porvoo', 60.393, 25.664, 9], ['Tuusula', 60.403, 25.027, 11], ['Kauniainen', 60.211, 24.729, 11], ['Pasila', 60.199, 24.934, 12],
  ['Itäkeskus', 60.210, 25.078, 11], ['Matinkylä', 60.160, 24.739, 11], ['Tapiola', 60.177, 24.805, 11], ['Leppävaara', 60.219, 24.813, 11], ['Myyrmäki', 60.261, 24.854, 11],
  ['Malmi', 60.251, 25.009, 11], ['Vuosaari', 60.208, 25.143, 11], ['Munkkiniemi', 60.198, 24.877, 12], ['Lauttasaari', 60.159, 24.879, 12], ['Kalasatama', 60.187, 24.977, 12],
  ['Laajasalo', 60.174, 25.048, 12], ['Kontula', 60.236, 25.083, 12], ['Airport', 60.317, 24.963, 10], ['Suomenlinna', 60.145, 24.986, 12], ['Martinlaakso', 60.278, 24.852, 12],
];

/** A closed line with its corners cut, and those of what comes of it: what nature made has none. */
function rounded(points, times = 3) {
  if (times === 0) return points;
  const cut = points.flatMap(([north, east], i) => {
    const [toNorth, toEast] = points[(i + 1) % points.length];
    return [[.75 * north + .25 * toNorth, .75 * east + .25 * toEast], [.25 * north + .75 * toNorth, .25 * east + .75 * toEast]];
  });
  return rounded(cut, times - 1);
}

/** Adds the backdrop to a map of Leaflet; returns a function that draws it in other colours. */
export function backdrop(L, map, colours) {
  const pane = map.createPane('backdrop');
  pane.style.zIndex = 150;
  const renderer = L.canvas({ pane: 'backdrop', padding: .5 });
  const options = { pane: 'backdrop', renderer, interactive: false, weight: 1.2 };
  const land = [COAST, ...ISLANDS].map(line => L.polygon(rounded(line), options).addTo(map));
  const net = [];
  for (let east = 22; east <= 28; east += .1) net.push([[59, east], [62, east]]);
  for (let north = 59; north <= 62; north += .05) net.push([[north, 22], [north, 28]]);
  const lines = L.polyline(net, { ...options, weight: .6 }).addTo(map);
  const labels = L.layerGroup().addTo(map);
  const places = () => {
    labels.clearLayers();
    for (const [name, north, east, from] of PLACES) {
      if (map.getZoom() < from) continue;
      labels.addLayer(L.marker([north, east], { pane: 'backdrop', interactive: false, keyboard: false, icon: L.divIcon({ className: 'place', html: name, iconSize: null }) }));
    }
  };
  map.on('zoomend', places);
  places();
  const draw = c => {
    map.getContainer().style.background = c.sea;
    land.forEach(shape => shape.setStyle({ color: c.coast, fillColor: c.land, fillOpacity: 1 }));
    lines.setStyle({ color: c.net, opacity: .5 });
  };
  draw(colours);
  return draw;
}
