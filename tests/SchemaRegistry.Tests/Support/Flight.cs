using Avro;
using Avro.Specific;

namespace Akka.Events.SchemaRegistry.Tests.Support;

/// <summary>A record class as Avro's tools generate them.</summary>
public sealed class Flight : ISpecificRecord
{
    public static Schema _SCHEMA = Avro.Schema.Parse(
        """
        {"type":"record","name":"Flight","namespace":"Akka.Events.SchemaRegistry.Tests.Support","fields":[
          {"name":"origin","type":"string"},
          {"name":"delay","type":"int","default":0},
          {"name":"stops","type":{"type":"array","items":"string"},"default":[]},
          {"name":"next","type":["null","Flight"],"default":null}]}
        """);

    public Schema Schema => _SCHEMA;

    public string origin { get; set; } = "";

    public int delay { get; set; }

    public IList<string> stops { get; set; } = [];

    public Flight? next { get; set; }

    public object Get(int fieldPos) => fieldPos switch
    {
        0 => origin,
        1 => delay,
        2 => stops,
        3 => next!,
        _ => throw new AvroRuntimeException($"no field {fieldPos}"),
    };

    public void Put(int fieldPos, object fieldValue)
    {
        switch (fieldPos)
        {
            case 0: origin = (string)fieldValue; break;
            case 1: delay = (int)fieldValue; break;
            case 2: stops = (IList<string>)fieldValue; break;
            case 3: next = (Flight?)fieldValue; break;
            default: throw new AvroRuntimeException($"no field {fieldPos}");
        }
    }
}
