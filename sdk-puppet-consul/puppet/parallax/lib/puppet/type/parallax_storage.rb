# frozen_string_literal: true

require_relative '../../puppet_x/parallax/storage'

Puppet::Type.newtype(:parallax_storage) do
  @doc = <<~DOC
    A directory of a role that outlives its processes. One that is not kept goes with the replica; a kept one goes only when
    its name is told to `parallax_purge`.
  DOC

  newparam(:name, namevar: true) do
    desc 'The storage, as `application/role/name`.'
    newvalues(%r{\A[-.a-z0-9]+/[-.a-z0-9]+/[-.a-z0-9]+\z})
  end

  newparam(:keep) do
    desc 'Whether it outlives the replica.'
    newvalues(:true, :false)
    defaultto(:false)
  end

  newproperty(:ensure) do
    desc 'The directory is there.'
    newvalue(:present)
    newvalue(:absent)
    defaultto(:present)

    def retrieve
      PuppetX::Parallax::Storage.present?(resource[:name], resource.keep?) ? :present : :absent
    end

    def sync
      PuppetX::Parallax::Storage.make(resource[:name], resource.keep?)
      resource.property(:owner)&.sync
    end
  end

  newproperty(:owner) do
    desc 'The account that the directory belongs to.'

    def retrieve
      File.stat(PuppetX::Parallax::Storage.path(resource[:name])).uid
    rescue Errno::ENOENT
      :absent
    end

    def insync?(current)
      current == uid
    end

    def sync
      account = Etc.getpwnam(should)
      File.chown(account.uid, account.gid, PuppetX::Parallax::Storage.path(resource[:name]))
      File.chmod(0o750, PuppetX::Parallax::Storage.path(resource[:name]))
    end

    def uid
      Etc.getpwnam(should).uid
    rescue ArgumentError
      raise Puppet::Error, "There is no account #{should} that the storage #{resource[:name]} could belong to"
    end
  end

  def keep?
    self[:keep].to_s == 'true'
  end
end
