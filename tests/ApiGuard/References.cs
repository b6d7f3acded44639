using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;

namespace Akka.ApiGuard;

/// <summary>What a compiled assembly refers to in the actor runtime's assemblies.</summary>
internal static class References
{
    private static readonly string[] Own = ["Akka.Events", "Akka.Runtime", "Akka.Embedded", "Akka.ApiGuard"];

    public static IReadOnlyCollection<string> Of(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var names = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var handle in reader.TypeReferences)
            if (IsOfTheRuntime(reader, handle))
                names.Add(reader.Of(handle));
        foreach (var handle in reader.MemberReferences)
        {
            var member = reader.GetMemberReference(handle);
            if (Owner(reader, member.Parent) is { } owner && IsOfTheRuntime(reader, owner))
                names.Add($"{reader.Of(owner)}::{MetadataNames.Member(reader.GetString(member.Name))}");
        }

        return names;
    }

    /// <summary>Akka.NET's own assemblies or the embedded ones; not those of this repository that merely begin with its name.</summary>
    private static bool IsRuntime(string assembly) =>
        assembly is "Akka" or "Akka.Embedded" or "Akka.Embedded.TestKit"
        || (assembly.StartsWith("Akka.", StringComparison.Ordinal)
            && !Own.Any(own => assembly.StartsWith(own, StringComparison.Ordinal)));

    private static bool IsOfTheRuntime(MetadataReader reader, TypeReferenceHandle handle)
    {
        var scope = reader.GetTypeReference(handle).ResolutionScope;
        return scope.Kind switch
        {
            HandleKind.TypeReference => IsOfTheRuntime(reader, (TypeReferenceHandle)scope),
            HandleKind.AssemblyReference => IsRuntime(reader.GetString(reader.GetAssemblyReference((AssemblyReferenceHandle)scope).Name)),
            _ => false,
        };
    }

    private static TypeReferenceHandle? Owner(MetadataReader reader, EntityHandle parent) => parent.Kind switch
    {
        HandleKind.TypeReference => (TypeReferenceHandle)parent,
        HandleKind.TypeSpecification => GenericOwner(reader, (TypeSpecificationHandle)parent),
        _ => null,
    };

    // A generic type's members are referred to through an instantiation: GENERICINST, CLASS or VALUETYPE, the type.
    private static TypeReferenceHandle? GenericOwner(MetadataReader reader, TypeSpecificationHandle handle)
    {
        var signature = reader.GetBlobReader(reader.GetTypeSpecification(handle).Signature);
        if (signature.ReadSignatureTypeCode() != SignatureTypeCode.GenericTypeInstance)
            return null;
        signature.ReadCompressedInteger();
        return signature.ReadTypeHandle() is { Kind: HandleKind.TypeReference } type ? (TypeReferenceHandle)type : null;
    }
}
