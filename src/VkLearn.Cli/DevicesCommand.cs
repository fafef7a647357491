using System.CommandLine;
using System.Text.Json;
using Spectre.Console;
using VkLearn.Gpu;

namespace VkLearn.Cli;

/// <summary><c>vklearn devices</c>: every Vulkan device, and what VkLearn makes of it.</summary>
static class DevicesCommand
{
    public static Command Make()
    {
        Option<bool> json = new("--json") { Description = "One JSON line a device." };
        Command command = new("devices", "List every Vulkan device, and why one is refused.") { json };
        command.SetAction(parsed =>
        {
            foreach (DeviceInfo device in GpuDevice.Enumerate())
            {
                if (parsed.GetValue(json))
                {
                    JsonLine.Write(line => Write(line, device));
                }
                else
                {
                    AnsiConsole.Write(Describe(device));
                }
            }

            return 0;
        });
        return command;
    }

    static void Write(Utf8JsonWriter line, DeviceInfo device)
    {
        line.WriteNumber("index", device.Index);
        line.WriteString("name", device.Name);
        line.WriteString("vendor", device.Vendor);
        line.WriteString("type", device.Type);
        line.WriteString("driver", device.Driver);
        line.WriteString("apiVersion", device.ApiVersion);
        line.WriteNumber("memoryBytes", device.MemoryBytes);
        line.WriteNumber("subgroupSize", device.SubgroupSize);
        line.WriteStartArray("uses");
        foreach (string feature in device.Uses)
        {
            line.WriteStringValue(feature);
        }

        line.WriteEndArray();
        line.WriteBoolean("usable", device.Refusal is null);
        line.WriteString("refusal", device.Refusal);
    }

    static Grid Describe(DeviceInfo device)
    {
        Grid grid = new();
        grid.AddColumn(new GridColumn { NoWrap = true }).AddColumn();
        Row($"{device.Index}", device.Name);
        Row("vendor, type", $"{device.Vendor}, {device.Type}");
        Row("driver", device.Driver);
        Row("Vulkan", device.ApiVersion);
        Row("memory", $"{device.MemoryBytes / (double)(1 << 30):0.0} GiB");
        Row("subgroup", $"{device.SubgroupSize}");
        Row(device.Refusal is null ? "uses" : "would use", string.Join(", ", device.Uses));
        if (device.Refusal is { } refusal)
        {
            Row("refused", refusal);
        }

        return grid;

        void Row(string name, string value) => grid.AddRow(new Text(name), new Text(value));
    }
}
