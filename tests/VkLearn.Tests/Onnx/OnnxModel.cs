using System.Runtime.InteropServices;
using System.Text;

namespace VkLearn.Tests.Onnx;

/// <summary>
/// Writes a small ONNX graph: messages of the file format (onnx.proto, protobuf), just those the tests need; operator set 20.
/// </summary>
sealed class OnnxModel
{
    const int Float = 1, Int32 = 6, Int64 = 7;

    readonly MemoryStream graph = new();
    int names;

    /// <summary>GraphProto.input, 11.</summary>
    public string Input(TensorType type)
    {
        string name = $"x{names++}";
        Add(11, ValueInfo(name, type.Type == DType.Int32 ? Int32 : Float, type.Shape));
        return name;
    }

    /// <summary>GraphProto.output, 12.</summary>
    public void Output(string name, Shape shape) => Add(12, ValueInfo(name, Float, shape));

    /// <summary>
    /// A constant, as axes and starts are given. GraphProto.initializer, 5; TensorProto: dims 1, data_type 2, name 8, raw_data 9.
    /// </summary>
    public string Constant(params long[] values)
    {
        string name = $"c{names++}";
        byte[] data = MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
        Add(5, [.. Number(1, values.Length), .. Number(2, Int64), .. Text(8, name), .. Bytes(9, data)]);
        return name;
    }

    /// <summary>A constant float. TensorProto: data_type 2, name 8, raw_data 9.</summary>
    public string Scalar(float value)
    {
        string name = $"c{names++}";
        Add(5, [.. Number(2, Float), .. Text(8, name), .. Bytes(9, BitConverter.GetBytes(value))]);
        return name;
    }

    /// <summary>An op of one output.</summary>
    public string Node(string op, string[] inputs, params byte[][] attributes) => Nodes(op, inputs, outputs: 1, attributes)[0];

    /// <summary>An op of several outputs. GraphProto.node, 1. NodeProto: input 1, output 2, op_type 4, attribute 5.</summary>
    public string[] Nodes(string op, string[] inputs, int outputs, params byte[][] attributes)
    {
        string[] made = [.. Enumerable.Range(0, outputs).Select(_ => $"{op}{names++}")];
        Add(1, [.. inputs.SelectMany(input => Text(1, input)), .. made.SelectMany(output => Text(2, output)), .. Text(4, op),
            .. attributes.SelectMany(a => Bytes(5, a))]);
        return made;
    }

    /// <summary>A node's result as floats, whatever it is.</summary>
    public string ToFloat(string name) => Node("Cast", [name], Attribute("to", Float));

    /// <summary>AttributeProto: name 1, f 2, i 3, s 4, ints 8, type 20.</summary>
    public static byte[] Attribute(string name, long value) => [.. Text(1, name), .. Number(3, value), .. Number(20, 2)];

    public static byte[] Attribute(string name, float value) =>
        [.. Text(1, name), .. Varint(2 << 3 | 5), .. BitConverter.GetBytes(value), .. Number(20, 1)];

    public static byte[] Attribute(string name, string value) => [.. Text(1, name), .. Text(4, value), .. Number(20, 3)];

    public static byte[] Attribute(string name, long[] values) =>
        [.. Text(1, name), .. values.SelectMany(value => Number(8, value)), .. Number(20, 7)];

    /// <summary>ModelProto: ir_version 1, graph 7 (its name is 2), opset_import 8 (version 2).</summary>
    public byte[] ToBytes() => [.. Number(1, 9), .. Bytes(7, [.. graph.ToArray(), .. Text(2, "test")]), .. Bytes(8, Number(2, 20))];

    void Add(int field, byte[] message) => graph.Write(Bytes(field, message));

    /// <summary>ValueInfoProto: name 1, type 2; in it tensor_type 1: elem_type 1, shape 2; in it dim 1: dim_value 1.</summary>
    static byte[] ValueInfo(string name, int type, Shape shape)
    {
        byte[] dims = [.. shape.SelectMany(size => Bytes(1, Number(1, size)))];
        return [.. Text(1, name), .. Bytes(2, Bytes(1, [.. Number(1, type), .. Bytes(2, dims)]))];
    }

    static byte[] Number(int field, long value) => [.. Varint(field << 3), .. Varint(value)];

    static byte[] Text(int field, string value) => Bytes(field, Encoding.UTF8.GetBytes(value));

    static byte[] Bytes(int field, byte[] value) => [.. Varint(field << 3 | 2), .. Varint(value.Length), .. value];

    static IEnumerable<byte> Varint(long value)
    {
        ulong rest = (ulong)value;
        for (; rest > 127; rest >>= 7)
        {
            yield return (byte)(rest | 128);
        }

        yield return (byte)rest;
    }
}
