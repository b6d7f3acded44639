namespace Akka.Events.SchemaRegistry.Internal;

/// <summary>What stands in front of an event.</summary>
/// <param name="Id">Its schema's number.</param>
/// <param name="Message">Behind that, which of the schema's messages it is, where a schema has several; else empty.</param>
internal sealed record Written(int Id, byte[] Message)
{
    public Written(int id) : this(id, [])
    {
    }
}
