/* Charts of the portal: Plotly with Vietnamese numbers and the house layout.

  {{ figure|json_script:"chart-money" }}
  <figure class="chart" data-chart="chart-money" aria-label="…"></figure>

`figure` is {"data": […], "layout": {…}} as Plotly takes it; the layout below fills what it leaves out. A click on a point
whose customdata is an address opens it. Every chart has the same figures as a table beside it. */
const font = { family: '"Noto Sans", "Segoe UI", Arial, sans-serif', size: 12, color: "#1B232D" };
const axis = {
  automargin: true,
  fixedrange: true,
  showgrid: false,
  zeroline: false,
  ticks: "",
  linecolor: "#808B99",
  tickfont: { color: "#465261" },
};
const house = {
  separators: ",.",
  font,
  paper_bgcolor: "rgba(0,0,0,0)",
  plot_bgcolor: "rgba(0,0,0,0)",
  margin: { l: 0, r: 0, t: 8, b: 24 },
  showlegend: false,
  bargap: 0.25,
  bargroupgap: 0,
  uniformtext: { minsize: 12, mode: "show" },
  dragmode: false,
  hoverlabel: { bgcolor: "#fff", bordercolor: "#808B99", font },
};
const config = { displayModeBar: false, displaylogo: false, showSendToCloud: false, responsive: true, locale: "vi" };

Plotly.register({
  moduleType: "locale",
  name: "vi",
  dictionary: {},
  format: {
    decimal: ",",
    thousands: ".",
    date: "%d/%m/%Y",
    days: ["Chủ nhật", "Thứ hai", "Thứ ba", "Thứ tư", "Thứ năm", "Thứ sáu", "Thứ bảy"],
    shortDays: ["CN", "T2", "T3", "T4", "T5", "T6", "T7"],
    months: Array.from({ length: 12 }, (_, month) => `Tháng ${month + 1}`),
    shortMonths: Array.from({ length: 12 }, (_, month) => `Th${month + 1}`),
  },
});

const NARROW = 600;
const shortened = (name) => (name.length > 18 ? `${name.slice(0, 17).trimEnd()}…` : name);
const still = matchMedia("(prefers-reduced-motion: reduce)").matches;

for (const place of document.querySelectorAll("[data-chart]")) {
  const { data, layout = {} } = JSON.parse(document.getElementById(place.dataset.chart).textContent);
  // Beside long names a narrow page has no room for bars; the table below has the names in full.
  if (place.clientWidth < NARROW && data[0]?.orientation === "h") {
    const names = [...new Set(data.flatMap(({ y }) => y))];
    layout.yaxis = { ...layout.yaxis, tickvals: names, ticktext: names.map(shortened) };
  }
  const whole = {
    ...house,
    transition: still ? { duration: 0 } : undefined,
    ...layout,
    xaxis: { ...axis, ...layout.xaxis },
    yaxis: { ...axis, ...layout.yaxis },
  };
  Plotly.newPlot(place, data, whole, config).then(() => {
    place.on("plotly_click", ({ points }) => {
      const address = points[0]?.customdata;
      if (typeof address === "string" && address.startsWith("/")) location.assign(address);
    });
  });
}
