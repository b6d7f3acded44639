using Google.Protobuf;
using Google.Protobuf.Reflection;

namespace Akka.Events.SchemaRegistry.Tests.Support;

/// <summary>A message whose file imports another, written by hand: what protoc makes of one is this, and longer.</summary>
public sealed class Leg : IMessage<Leg>, IBufferMessage
{
    private static readonly FileDescriptor Airport = File("airport", "Airport");

    private static readonly FileDescriptor Own = File("leg", "Leg", Airport);

    public long From { get; set; }

    MessageDescriptor IMessage.Descriptor => Own.MessageTypes[0];

    public void MergeFrom(Leg message) => From = message.From;

    public void MergeFrom(CodedInputStream input)
    {
        input.ReadTag();
        From = input.ReadInt64();
    }

    public void WriteTo(CodedOutputStream output)
    {
        output.WriteTag(8);
        output.WriteInt64(From);
    }

    void IBufferMessage.InternalMergeFrom(ref ParseContext input)
    {
        while (input.ReadTag() is not 0 and var tag)
        {
            if (tag != 8) throw new InvalidOperationException($"tag {tag}");
            From = input.ReadInt64();
        }
    }

    void IBufferMessage.InternalWriteTo(ref WriteContext output)
    {
        output.WriteTag(8);
        output.WriteInt64(From);
    }

    public int CalculateSize() => 1 + CodedOutputStream.ComputeInt64Size(From);

    public Leg Clone() => new() { From = From };

    public bool Equals(Leg? other) => other?.From == From;

    public override bool Equals(object? obj) => Equals(obj as Leg);

    public override int GetHashCode() => From.GetHashCode();

    private static FileDescriptor File(string name, string message, params FileDescriptor[] imports)
    {
        var file = new FileDescriptorProto { Name = $"example/{name}.proto", Package = "example", Syntax = "proto3" };
        file.Dependency.AddRange(imports.Select(import => import.Name));
        var field = new FieldDescriptorProto
        {
            Name = "from", Number = 1, Type = FieldDescriptorProto.Types.Type.Int64, Label = FieldDescriptorProto.Types.Label.Optional,
        };
        file.MessageType.Add(new DescriptorProto { Name = message, Field = { field } });
        return FileDescriptor.BuildFromByteStrings([.. imports.Select(import => import.SerializedData), file.ToByteString()])[^1];
    }
}
