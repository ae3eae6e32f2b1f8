import * as echarts from "echarts/core";
import { BarChart, GraphChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendPlainComponent, TooltipComponent, VisualMapContinuousComponent } from "echarts/components";
import { LabelLayout } from "echarts/features";
import { SVGRenderer } from "echarts/renderers";

echarts.use([
  BarChart, GraphChart, HeatmapChart, LineChart, MapChart, SankeyChart, ScatterChart,
  AriaComponent, GridComponent, LegendPlainComponent, TooltipComponent, VisualMapContinuousComponent,
  LabelLayout, SVGRenderer,
]);

export const { init, registerMap } = echarts;
