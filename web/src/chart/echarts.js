import * as echarts from "echarts/core";
import { BarChart, GraphChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendPlainComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, GraphChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart,
  AriaComponent, GridComponent, LegendPlainComponent, TooltipComponent, VisualMapContinuousComponent,
  SVGRenderer,
]);

export const { init, registerMap } = echarts;
